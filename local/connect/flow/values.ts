import type { Contact, Endpoint } from '../contact.ts';

/** What a run knows beside its contact. */
export interface RunValues {
  readonly flowAttributes: ReadonlyMap<string, string>;
  /** The last function's answer. */
  readonly external: unknown;
  /** What `GetMetricData` loaded. */
  readonly metrics: unknown;
}

const NAMESPACES = new Set([
  'Attributes',
  'External',
  'FlowAttributes',
  'Metrics',
  'CustomerEndpoint',
  'SystemEndpoint',
  'StoredCustomerInput',
  'CustomerCallbackNumber',
  'Channel',
  'ContactId',
  'InitialContactId',
  'PreviousContactId',
  'InstanceARN',
  'InitiationMethod',
  'Name',
  'Description',
  'References',
  'LanguageCode',
  'Queue',
  'Agent',
  'Tags',
]);

/** `$.External.order.state`; a name with other characters stands in brackets: `$.Attributes['case number']`. */
const PATH = /\$(?:\.[A-Za-z_][\w-]*|\['[^']+'\])+/g;

/** Whether the whole text is one path. */
export const isPath = (text: string): boolean => text.match(PATH)?.[0] === text;

/** The paths in a text. */
const pathsIn = (text: string): readonly string[] => text.match(PATH) ?? [];

/** A namespace that this cannot fill, of the paths in a text. */
export function unknownNamespace(text: string): string | undefined {
  for (const path of pathsIn(text)) {
    const [namespace = '', group] = partsOf(path);
    if (!NAMESPACES.has(namespace)) return `$.${namespace}`;
    // No documented key of the flow language loads them.
    if (namespace === 'Metrics' && group === 'Contact') return '$.Metrics.Contact';
  }
  return undefined;
}

const partsOf = (path: string): readonly string[] =>
  [...path.matchAll(/\.([A-Za-z_][\w-]*)|\['([^']+)'\]/g)].map(([, plain, quoted]) => plain ?? quoted ?? '');

/**
 * A parameter's value: one path gives what it points to, other texts get their paths filled in, with nothing where there
 * is nothing. Lists cannot be referred to.
 */
export function resolve(text: string, contact: Contact, values: RunValues): string | undefined {
  if (isPath(text)) return lookUp(text, contact, values);
  return text.replace(PATH, (path) => lookUp(path, contact, values) ?? '');
}

function lookUp(path: string, contact: Contact, values: RunValues): string | undefined {
  const [namespace = '', ...rest] = partsOf(path);
  const found = rest.reduce(member, namespaceOf(namespace, contact, values));
  if (found === undefined || found === null || Array.isArray(found)) return undefined;
  return typeof found === 'object' ? JSON.stringify(found) : String(found);
}

function member(of: unknown, name: string): unknown {
  if (of instanceof Map) return of.get(name);
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return undefined;
  return Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
}

function namespaceOf(namespace: string, contact: Contact, values: RunValues): unknown {
  switch (namespace) {
    case 'Attributes':
      return contact.attributes;
    case 'External':
      return values.external;
    case 'FlowAttributes':
      return values.flowAttributes;
    case 'Metrics':
      return values.metrics;
    case 'CustomerEndpoint':
      return endpoint(contact.customer);
    case 'SystemEndpoint':
      return endpoint(contact.system);
    case 'StoredCustomerInput':
      return contact.storedInput;
    case 'CustomerCallbackNumber':
      return contact.callbackNumber;
    case 'Channel':
      return contact.channel;
    case 'ContactId':
      return contact.id;
    case 'InitialContactId':
      return contact.initialContactId;
    case 'PreviousContactId':
      return contact.previousContactId ?? contact.id;
    case 'InstanceARN':
      return contact.instance.arn;
    case 'InitiationMethod':
      return contact.initiationMethod;
    case 'Name':
      return contact.name;
    case 'Description':
      return contact.description;
    case 'References':
      return contact.references;
    case 'LanguageCode':
      return contact.language;
    case 'Queue': {
      const queue = contact.targetQueue ?? contact.queue;
      return queue && { Name: queue.name, ARN: queue.arn };
    }
    case 'Agent': {
      const user = (contact.agent ?? contact.offer?.agent)?.user;
      return (
        user && {
          UserName: user.username,
          FirstName: user.firstName,
          LastName: user.lastName,
          ARN: user.arn,
        }
      );
    }
    case 'Tags':
      return contact.tags;
    default:
      return undefined;
  }
}

const endpoint = (end: Endpoint | undefined) => end && { Address: end.address, Type: 'TELEPHONE_NUMBER' };
