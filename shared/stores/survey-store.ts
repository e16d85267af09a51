import * as z from 'zod';
import type { Case } from '../domain/case.ts';
import { CHANNELS } from '../domain/channel.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import type { Customer } from '../domain/customer.ts';
import { partsOfCaseId } from '../domain/identity.ts';
import type { Interaction } from '../domain/interaction.ts';
import { SKIP_REASONS, SURVEY_STATES, type Survey } from '../domain/survey.ts';
import type { SurveyChange } from '../domain/survey-steps.ts';
import { caseFromItem, caseWrite, isOwnCommit } from './case-store.ts';
import { contactPointFromItem } from './contact-point-store.ts';
import { customerFromItem, customerWrite } from './customer-store.ts';
import { interactionFromItem, interactionWrite } from './interaction-store.ts';
import { caseKey, contactPointKey, customerKey, interactionKey, surveyKey } from './keys.ts';
import { interactionRef, surveyScores } from './outbox-item.ts';
import {
  type Check,
  getItems,
  type Item,
  type Key,
  type Table,
  transact,
  type Update,
  type Write,
} from './table.ts';

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
  language: z.string().optional(),
  asked: interactionRef.optional(),
  reminded: interactionRef.optional(),
  thanked: interactionRef.optional(),
  taskToken: z.string().optional(),
  scores: surveyScores.optional(),
});

export function surveyFromItem(item: Item): Survey {
  const { pk: _, sk: _sk, ...survey } = surveyItem.parse(item);
  return survey;
}

/** The part of a transaction that writes a survey: new, or in place of the one that was read. */
function surveyWrite(previous: Survey | undefined, next: Survey): Write {
  return {
    label: 'survey',
    item: { ...surveyKey(next), ...next },
    condition: previous ? { kind: 'version', version: previous.version } : { kind: 'absent' },
  };
}

/** Which survey: the case and the opening whose resolution it asks about. */
export type SurveyRef = Pick<Survey, 'caseId' | 'opening'>;

/** What a step of a survey is decided on; undefined where it is not there. */
export interface SurveySnapshot {
  readonly survey: Survey | undefined;
  readonly case: Case | undefined;
  readonly customer: Customer | undefined;
}

/**
 * A survey with its case and customer, in one strongly consistent read.
 *
 * @throws Error when the case id is none; edges check ids before.
 */
async function readSurvey(table: Table, ref: SurveyRef): Promise<SurveySnapshot> {
  const customerId = partsOfCaseId(ref.caseId)?.customerId ?? '';
  const keys = { survey: surveyKey(ref), case: caseKey(ref.caseId), customer: customerKey(customerId) };
  const items = await getItems(table, Object.values(keys));
  const read = <Made>({ sk }: Key, from: (item: Item) => Made): Made | undefined => {
    const item = items.find((each) => each.sk === sk);
    return item && from(item);
  };
  return {
    survey: read(keys.survey, surveyFromItem),
    case: read(keys.case, caseFromItem),
    customer: read(keys.customer, customerFromItem),
  };
}

/** Where a customer may be asked, and in which words they wrote last. */
export interface SurveyWays {
  readonly handledAt: ContactPoint | undefined;
  readonly mailbox: ContactPoint | undefined;
  readonly newest: Interaction | undefined;
}

/** The contact points of a case and its customer, and the case's newest arrival, in one strongly consistent read. */
async function readSurveyWays(
  table: Table,
  { contactPointId, customerId, newest }: Case,
  mail: string | undefined,
): Promise<SurveyWays> {
  const { interactionId = '', interactionAt: at = '' } = newest ?? {};
  const newestKey = newest && interactionKey({ customerId, at, interactionId });
  const ids = [...new Set([contactPointId, ...(mail === undefined ? [] : [mail])])];
  const items = await getItems(table, [...ids.map(contactPointKey), ...(newestKey ? [newestKey] : [])]);
  const pointOf = (id: string | undefined) => {
    const item = id === undefined ? undefined : items.find(({ pk }) => pk === contactPointKey(id).pk);
    return item && contactPointFromItem(item);
  };
  const found = items.find(({ sk }) => sk === newestKey?.sk);
  return {
    handledAt: pointOf(contactPointId),
    mailbox: pointOf(mail),
    newest: found && interactionFromItem(found),
  };
}

/**
 * Saves a step of a survey: all of it or nothing. `saved`: it stands, also when an earlier try had written it and its
 * answer was lost. `conflict`: something it was decided on has changed; read and decide again.
 */
async function saveSurvey(
  table: Table,
  change: SurveyChange,
  { commit, at }: { readonly commit: string; readonly at: string },
): Promise<'saved' | 'conflict'> {
  const { survey, case: subject, standing, customer, interaction, arrived, events } = change;
  const outcome = await transact(table, [
    surveyWrite(survey.previous, survey.next),
    ...(subject ? [caseWrite(subject.previous, subject.next, { commit, at, events })] : []),
    ...(standing ? [unchanged(standing)] : []),
    ...(customer ? [customerWrite(customer.previous, customer.next)] : []),
    ...(interaction ? [interactionWrite(interaction)] : []),
    ...(arrived ? [arrivalUpdate(survey.next.customerId, arrived)] : []),
  ]);
  if (outcome.kind === 'applied') return 'saved';
  if (outcome.kind === 'collided') return 'conflict';
  const isOwn = subject
    ? isOwnCommit(outcome.stored.get('case'), commit)
    : isWaitingWith(survey.next, outcome.stored.get('survey'));
  return isOwn ? 'saved' : 'conflict';
}

function arrivalUpdate(
  customerId: string,
  { interactionId, interactionAt: at, arrival }: NonNullable<SurveyChange['arrived']>,
): Update {
  return {
    label: 'arrived',
    key: interactionKey({ customerId, at, interactionId }),
    set: { arrival },
    condition: { kind: 'expression', expression: 'attribute_exists(pk)' },
  };
}

function unchanged({ caseId, version }: Case): Check {
  return { label: 'case', key: caseKey(caseId), condition: { kind: 'version', version } };
}

/** Every step of the workflow has a token of its own. */
function isWaitingWith({ taskToken, version }: Survey, stored: Item | undefined): boolean {
  return stored !== undefined && stored.taskToken === taskToken && stored.version === version;
}

/** Surveys of the one table. */
export interface SurveyStore {
  read(ref: SurveyRef): Promise<SurveySnapshot>;
  readWays(subject: Case, mail: string | undefined): Promise<SurveyWays>;
  save(
    change: SurveyChange,
    how: { readonly commit: string; readonly at: string },
  ): Promise<'saved' | 'conflict'>;
}

export function surveysIn(table: Table): SurveyStore {
  return {
    read: (ref) => readSurvey(table, ref),
    readWays: (subject, mail) => readSurveyWays(table, subject, mail),
    save: (change, how) => saveSurvey(table, change, how),
  };
}
