import { partsOfCaseId } from '../domain/identity.ts';
import type { Key } from './table.ts';

/**
 * Keys of the table. Within a customer's partition the sort keys are ordered `AT#…` < `CASE#…` < `PROFILE`, so that one
 * descending query from `PROFILE` reads the profile and the newest cases: never put another between them. `SURVEY#…`
 * comes after them.
 */

export const CASE_PREFIX = 'CASE#';
export const THREAD_PREFIX = 'AT#';

export function customerPartition(customerId: string): string {
  return `customer#${customerId}`;
}

export function contactPointKey(contactPointId: string): Key {
  return { pk: `contact-point#${contactPointId}`, sk: 'CONTACT_POINT' };
}

export function customerKey(customerId: string): Key {
  return { pk: customerPartition(customerId), sk: 'PROFILE' };
}

/** @throws Error when this is no case id; edges check ids before. */
export function caseKey(caseId: string): Key {
  const parts = partsOfCaseId(caseId);
  if (!parts) throw new Error('This is no case id.');
  return {
    pk: customerPartition(parts.customerId),
    sk: `${CASE_PREFIX}${String(parts.number).padStart(6, '0')}`,
  };
}

/**
 * The survey about one resolution of a case. It sorts after `PROFILE`, out of the way of what a message's recorder reads.
 *
 * @throws Error when this is no case id; edges check ids before.
 */
export function surveyKey({ caseId, opening }: { readonly caseId: string; readonly opening: number }): Key {
  const { pk, sk } = caseKey(caseId);
  return { pk, sk: `SURVEY#${sk.slice(CASE_PREFIX.length)}#${opening}` };
}

/** `at`: the provider's time, so that the partition reads in its order. */
export function interactionKey(ref: {
  readonly customerId: string;
  readonly at: string;
  readonly interactionId: string;
}): Key {
  return { pk: customerPartition(ref.customerId), sk: `${THREAD_PREFIX}${ref.at}#${ref.interactionId}` };
}

export function markerKey(hash: string): Key {
  return { pk: `marker#${hash}`, sk: 'MARKER' };
}

/** Customer and case number behind a case's key. */
export function partsOfCaseKey({ pk, sk }: Key): { customerId: string; number: number } | undefined {
  const customerId = /^customer#([0-9a-z]{16})$/.exec(pk)?.[1];
  const number = /^CASE#([0-9]{6})$/.exec(sk)?.[1];
  return customerId !== undefined && number !== undefined
    ? { customerId, number: Number(number) }
    : undefined;
}
