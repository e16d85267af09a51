import { AwsError, type HttpRequest, type HttpResponse, type Protocol } from './service.ts';
import { escapeXml, toXml } from './xml.ts';

export interface QueryProtocolOptions {
  /** `http://sns.amazonaws.com/doc/2010-03-31/`. */
  readonly namespace: string;
  /** Output members that are maps, and so are written as `entry` lists: `Attributes`. */
  readonly maps?: readonly string[];
}

type Form = { [name: string]: Form | string };

function isNumbered(form: Form): boolean {
  const names = Object.keys(form);
  return names.length > 0 && names.every((name) => /^[1-9]\d*$/.test(name));
}

const inOrder = (form: Form) =>
  Object.entries(form)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, value]) => value);

/** A map arrives as numbered entries of `key`/`value` or, in SNS and SQS, `Name`/`Value`. */
function readMap(entries: readonly (Form | string)[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const entry of entries) {
    if (typeof entry === 'string') continue;
    const key = entry.key ?? entry.Name;
    const value = entry.value ?? entry.Value;
    if (typeof key === 'string' && value !== undefined) result[key] = readValue(value);
  }
  return result;
}

function readValue(value: Form | string): unknown {
  if (typeof value === 'string') return value;
  const names = Object.keys(value);
  if (names.length === 1 && value.member !== undefined && typeof value.member !== 'string') {
    return inOrder(value.member).map(readValue);
  }
  if (names.length === 1 && value.entry !== undefined && typeof value.entry !== 'string') {
    return readMap(inOrder(value.entry));
  }
  if (isNumbered(value)) return inOrder(value).map(readValue);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, readValue(item)]));
}

/**
 * Reads a form such as `Attributes.entry.1.key=…` into nested values: lists from `member.N`, maps from `entry.N`.
 * Every leaf is a string; an empty list (`Names=`) arrives as ''.
 */
export function readForm(form: URLSearchParams): Record<string, unknown> {
  const root: Form = Object.create(null);
  for (const [path, text] of form) {
    const names = path.split('.');
    const last = names.pop();
    if (last === undefined) continue;
    let place = root;
    for (const name of names) {
      const found = place[name];
      const next: Form = typeof found === 'object' ? found : Object.create(null);
      place[name] = next;
      place = next;
    }
    place[last] = text;
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, readValue(value)]));
}

function withMaps(value: unknown, maps: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withMaps(item, maps));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || value instanceof Date || value instanceof Map) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      maps.has(name) && typeof item === 'object' && item !== null && !(item instanceof Map)
        ? new Map(Object.entries(item))
        : withMaps(item, maps),
    ]),
  );
}

/** AWS query: a form goes in with `Action`, XML comes out. SNS and STS speak it. */
export function queryProtocol(options: QueryProtocolOptions): Protocol {
  const maps = new Set(options.maps ?? []);
  const answer = (status: number, requestId: string, body: string): HttpResponse => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body,
  });
  return {
    decode(request: HttpRequest) {
      const form = new URLSearchParams(new TextDecoder().decode(request.body));
      for (const [name, value] of request.query) form.append(name, value);
      const { Action: operation, Version: _version, ...input } = readForm(form);
      if (typeof operation !== 'string') {
        throw new AwsError('MissingAction', 'The request names no Action.');
      }
      return { operation, input };
    },
    encode(operation: string, output: unknown, requestId: string): HttpResponse {
      const result = toXml(`${operation}Result`, withMaps(output ?? {}, maps));
      const metadata = `<ResponseMetadata>${toXml('RequestId', requestId)}</ResponseMetadata>`;
      const body = `<${operation}Response xmlns="${options.namespace}">${result}${metadata}</${operation}Response>`;
      return answer(200, requestId, body);
    },
    encodeError(error: AwsError, requestId: string): HttpResponse {
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const members = Object.entries(error.members).map(([name, value]) => toXml(name, value));
      const body =
        `<ErrorResponse xmlns="${options.namespace}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code>` +
        `<Message>${escapeXml(error.message)}</Message>${members.join('')}</Error>${toXml('RequestId', requestId)}</ErrorResponse>`;
      return answer(error.status, requestId, body);
    },
  };
}
