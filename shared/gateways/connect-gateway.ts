import { type ConnectClient, StartTaskContactCommand } from '@aws-sdk/client-connect';
import { providerError } from './provider-error.ts';

/** All attributes of a contact together, in bytes of UTF-8. */
const ATTRIBUTE_BYTES = 32_768;

export interface Task {
  /** Makes repeated starts one contact, for seven days. */
  readonly clientToken: string;
  /** What agents see in their list; at most 512 characters. */
  readonly name: string;
  readonly description: string;
  /** Read by the flow; names of letters, digits, `_` and `-`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * - `started`: the contact exists, now or since an earlier start with the same token.
 * - `throttled`: the rate of calls is used up; later.
 * - `quota`: the number of open tasks is used up; when agents have closed some.
 * - `refused`: never, as it stands; `reason` is Connect's code in kebab case.
 * - `unknown`: no answer; the same token finds out.
 */
export type StartOutcome =
  | { readonly kind: 'started'; readonly contactId: string }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'quota' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly error: string };

export interface ConnectGateway {
  /** Starts the task once. Never throws for an answer of Connect. */
  startTask(task: Task): Promise<StartOutcome>;
}

/** Amazon Connect: one instance, one flow that puts tasks into their queues. */
export function connectGateway(
  client: ConnectClient,
  { instanceId, taskFlowId }: { readonly instanceId: string; readonly taskFlowId: string },
): ConnectGateway {
  return {
    async startTask({ clientToken, name, description, attributes }) {
      if (bytesOf(attributes) > ATTRIBUTE_BYTES) return { kind: 'refused', reason: 'attributes-too-large' };
      try {
        const { ContactId } = await client.send(
          new StartTaskContactCommand({
            InstanceId: instanceId,
            ContactFlowId: taskFlowId,
            ClientToken: clientToken,
            Name: name,
            Description: description,
            Attributes: { ...attributes },
          }),
        );
        return ContactId
          ? { kind: 'started', contactId: ContactId }
          : { kind: 'unknown', error: 'NoContactId' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): StartOutcome {
  const { name, reason, throttled, notTaken, clientFault } = providerError(error);
  if (/^(ServiceQuotaExceeded|LimitExceeded)/.test(name)) return { kind: 'quota' };
  if (throttled || notTaken) return { kind: 'throttled' };
  return clientFault ? { kind: 'refused', reason } : { kind: 'unknown', error: name };
}

function bytesOf(attributes: Readonly<Record<string, string>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}
