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

/** The name of an error: all that may be logged of it, since AWS messages quote phone numbers and items. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'NotAnError';
}
