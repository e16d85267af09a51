import * as z from 'zod';
import type { Case } from '../domain/case.ts';
import { CHANNELS } from '../domain/channel.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import type { Customer } from '../domain/customer.ts';
import { partsOfCaseId } from '../domain/identity.ts';
import { SKIP_REASONS, SURVEY_STATES, type Survey } from '../domain/survey.ts';
import type { SurveyChange } from '../domain/survey-steps.ts';
import { caseFromItem, caseWrite, isOwnCommit } from './case-store.ts';
import { contactPointFromItem } from './contact-point-store.ts';
import { customerFromItem, customerWrite } from './customer-store.ts';
import { interactionWrite } from './interaction-store.ts';
import { caseKey, contactPointKey, customerKey, surveyKey } from './keys.ts';
import { interactionRef, surveyScores } from './outbox-item.ts';
import { getItems, type Item, type Table, transact, type Write } from './table.ts';

const surveyItem = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  caseId: z.string(),
  customerId: z.string(),
  opening: z.number(),
  version: z.number(),
  state: z.enum(SURVEY_STATES),
  at: z.string(),
  reason: z.enum(SKIP_REASONS).optional(),
  channel: z.enum(CHANNELS).optional(),
  contactPointId: z.string().optional(),
  account: z.string().optional(),
  until: z.string().optional(),
  asked: interactionRef.optional(),
  reminded: interactionRef.optional(),
  taskToken: z.string().optional(),
  scores: surveyScores.optional(),
});

function surveyFromItem(item: Item): Survey {
  const { pk: _, sk: _sk, ...survey } = surveyItem.parse(item);
  return survey;
}

/** The part of a transaction that writes a survey: new, or in place of the one that was read. */
export function surveyWrite(previous: Survey | undefined, next: Survey): Write {
  return {
    label: 'survey',
    item: { ...surveyKey(next), ...next },
    condition: previous ? { kind: 'version', version: previous.version } : { kind: 'absent' },
  };
}

/** Which survey: the case and the opening whose resolution it asks about. */
export type SurveyRef = Pick<Survey, 'caseId' | 'opening'>;

/** All that a step of a survey is decided on. */
export interface SurveySnapshot {
  readonly survey?: Survey;
  readonly case?: Case;
  readonly customer?: Customer;
  readonly contactPoints: readonly ContactPoint[];
}

/**
 * A survey with its case and customer in one strongly consistent read, and in a second the contact points that a message
 * may go to.
 *
 * @throws Error when the case id is none; edges check ids before.
 */
export async function readSurvey(table: Table, ref: SurveyRef): Promise<SurveySnapshot> {
  const key = caseKey(ref.caseId);
  const customerId = partsOfCaseId(ref.caseId)?.customerId ?? '';
  const keys = { survey: surveyKey(ref), case: key, customer: customerKey(customerId) };
  const items = await getItems(table, Object.values(keys));
  const found = (sk: string) => items.find((item) => item.sk === sk);
  const [survey, subject, profile] = [found(keys.survey.sk), found(keys.case.sk), found(keys.customer.sk)];
  const snapshot = {
    ...(survey && { survey: surveyFromItem(survey) }),
    ...(subject && { case: caseFromItem(subject) }),
    ...(profile && { customer: customerFromItem(profile) }),
  };
  const ids = new Set(
    [snapshot.survey?.contactPointId, snapshot.case?.contactPointId, snapshot.customer?.mail].filter(
      (id) => id !== undefined,
    ),
  );
  const points = ids.size === 0 ? [] : await getItems(table, [...ids].map(contactPointKey));
  return { ...snapshot, contactPoints: points.map(contactPointFromItem) };
}

/**
 * Saves a step of a survey: all of it or nothing. `saved`: it stands, also when an earlier try had written it and its
 * answer was lost. `conflict`: something it was decided on has changed; read and decide again.
 */
export async function saveSurvey(
  table: Table,
  change: SurveyChange,
  { commit, at }: { readonly commit: string; readonly at: string },
): Promise<'saved' | 'conflict'> {
  const { survey, customer, interaction, events } = change;
  const outcome = await transact(table, [
    surveyWrite(survey.previous, survey.next),
    caseWrite(change.case.previous, change.case.next, { commit, at, events }),
    ...(customer ? [customerWrite(customer.previous, customer.next)] : []),
    ...(interaction ? [interactionWrite(interaction)] : []),
  ]);
  if (outcome.kind === 'applied') return 'saved';
  if (outcome.kind === 'collided') return 'conflict';
  return isOwnCommit(outcome.stored.get('case'), commit) ? 'saved' : 'conflict';
}
