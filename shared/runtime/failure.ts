/**
 * A message that no retry will ever get through. Its reason is shown on the dead letter and in the log: one
 * sentence, written in the code, that says nothing about a person.
 */
export class PermanentFailure extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'PermanentFailure';
    this.reason = reason;
  }
}

/** Something that a later attempt may get through. Any other error but PermanentFailure counts as one too. */
export class TransientFailure extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'TransientFailure';
    this.reason = reason;
  }
}

/** What may be said of an error: its name, and the action where a permission for it is missing. */
export function errorFacts(error: unknown): { readonly error: string; readonly denied?: string } {
  const denied = error instanceof Error ? DENIED.exec(error.message)?.[1] : undefined;
  return { error: errorName(error), ...(denied !== undefined && { denied }) };
}

/** AWS names the missing permission only in the message. */
const DENIED = /is not authorized to perform: ([\w-]+:\w+)/;

/** Why a last attempt failed, in a sentence that says nothing about a person. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TransientFailure) return error.reason;
  const facts = errorFacts(error);
  return facts.denied === undefined
    ? `The last time it failed with ${facts.error}.`
    : `The last time it failed with ${facts.error}: the role of the function does not allow ${facts.denied}.`;
}

/** The name of an error: all that may be logged of it, since AWS messages quote phone numbers and items. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'NotAnError';
}
