/** What an AWS SDK error says, without its message: that one quotes phone numbers. */
export interface ProviderError {
  /** E.g. `ThrottlingException`, `TimeoutError`. */
  readonly name: string;
  /** The service answered, and the caller is at fault. */
  readonly clientFault: boolean;
  readonly throttled: boolean;
  /** The service cannot have acted on it: it was not reached, or does not know or trust the caller just now. */
  readonly notTaken: boolean;
  /** The service's own reason code in kebab case, e.g. `destination-phone-number-opted-out`. */
  readonly reason: string;
}

const NOT_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError'];

export function providerError(error: unknown): ProviderError {
  const name = textOf(error, 'name') ?? 'Error';
  const status = statusOf(error);
  const throttled = status === 429 || /throttl|toomanyrequests/i.test(name);
  // A role without its grant, or expired keys: a mistake of ours that a deployment mends, not of the message.
  const unauthorized = status === 401 || status === 403 || isUnauthorized(name, error);
  return {
    name,
    throttled,
    clientFault: !throttled && !unauthorized && status !== undefined && status >= 400 && status < 500,
    notTaken: unauthorized || NOT_REACHED.includes(textOf(error, 'code') ?? name),
    reason: kebab(textOf(error, 'Reason') ?? name.replace(/Exception$/, '')),
  };
}

/** Services with JSON in the body answer 400 to it. With a reason of its own, a denial is about the account or the message. */
function isUnauthorized(name: string, error: unknown): boolean {
  return (
    /^(?:ExpiredToken|UnrecognizedClient|InvalidSignature|IncompleteSignature|InvalidClientTokenId)/.test(
      name,
    ) ||
    (name === 'AccessDeniedException' && textOf(error, 'Reason') === undefined)
  );
}

function textOf(error: unknown, member: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(member in error)) return undefined;
  const value: unknown = Reflect.get(error, member);
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function kebab(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
