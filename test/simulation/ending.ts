import type { OutboundMessage } from '../../local/index.ts';
import type { MailboxMail } from '../../local/ses/index.ts';
import type { ExecutionView } from '../../local/step-functions/index.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { HandOver } from '../../shared/domain/hand-over.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { Outbox } from '../../shared/domain/outbox.ts';
import type { Survey } from '../../shared/domain/survey.ts';
import { caseFromItem } from '../../shared/stores/case-store.ts';
import { contactPointFromItem } from '../../shared/stores/contact-point-store.ts';
import { customerFromItem } from '../../shared/stores/customer-store.ts';
import { handOverFromItem } from '../../shared/stores/hand-over-store.ts';
import { interactionFromItem } from '../../shared/stores/interaction-store.ts';
import { outboxSchema, withNewest } from '../../shared/stores/outbox-item.ts';
import { surveyFromItem } from '../../shared/stores/survey-store.ts';
import type { Item } from '../../shared/stores/table.ts';
import type { Posted } from './agents.ts';
import type { Rated } from './customers.ts';
import type { Commit } from './history.ts';
import type { Plan } from './plan.ts';
import type { Mailed } from './post.ts';
import type { Chatted, Seen } from './visitors.ts';
import type { Answer } from './web.ts';
import type { BusEvent } from './world.ts';

/** A message that lies in a queue. */
export interface Lying {
  readonly queue: string;
  readonly body: string;
  readonly reason: string | undefined;
}

/** What a run has come to, when all is quiet: what the invariants look at. */
export interface Ending {
  readonly plan: Plan;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  readonly commits: readonly Commit[];
  readonly caseCommits: readonly CaseCommit[];
  readonly cases: readonly Case[];
  readonly interactions: readonly Interaction[];
  readonly handOvers: readonly HandOver[];
  readonly events: readonly BusEvent[];
  readonly outbox: readonly OutboundMessage[];
  readonly tasks: readonly { readonly id: string; readonly attributes: Readonly<Record<string, string>> }[];
  readonly deadLetters: readonly Lying[];
  /** Still in a queue that somebody works off. */
  readonly waiting: readonly Lying[];
  /** Batches that could not be published again. */
  readonly unpublished: number;
  readonly posted: readonly Posted[];
  /** Customers by id. */
  readonly customers: ReadonlyMap<string, Customer>;
  /** Contact points by id. */
  readonly contactPoints: ReadonlyMap<string, ContactPoint>;
  readonly surveys: readonly Survey[];
  readonly executions: readonly ExecutionView[];
  readonly mailed: readonly Mailed[];
  /** What was sent to each address. */
  readonly mailboxes: ReadonlyMap<string, readonly MailboxMail[]>;
  readonly chatted: readonly Chatted[];
  /** What visitors see in the end. */
  readonly seen: readonly Seen[];
  readonly rated: readonly Rated[];
  /** What a supervisor's work list shows in the end. */
  readonly workList: Answer;
  readonly logLines: readonly Readonly<Record<string, unknown>>[];
}

/** One change of a case. */
export interface CaseCommit {
  readonly sequence: number;
  readonly before: Case | undefined;
  readonly after: Case;
  readonly outbox: Outbox;
}

/** The last state of every item, as the table's stream tells it. */
export function lastStates(commits: readonly Commit[]) {
  const items = new Map<string, Item>();
  for (const { key, after } of commits) {
    if (after) items.set(key, after);
    else items.delete(key);
  }
  const all = [...items.values()];
  const where = (test: (pk: string, sk: string) => boolean) =>
    all.filter(({ pk, sk }) => test(String(pk), String(sk)));
  return {
    cases: where((_, sk) => sk.startsWith('CASE#')).map(caseFromItem),
    customers: new Map(
      where((_, sk) => sk === 'PROFILE')
        .map(customerFromItem)
        .map((customer) => [customer.customerId, customer]),
    ),
    contactPoints: new Map(
      where((_, sk) => sk === 'CONTACT_POINT')
        .map(contactPointFromItem)
        .map((contactPoint) => [contactPoint.contactPointId, contactPoint]),
    ),
    surveys: where((_, sk) => sk.startsWith('SURVEY#')).map(surveyFromItem),
    interactions: where((_, sk) => sk.startsWith('AT#')).map(interactionFromItem),
    handOvers: where((_, sk) => sk === 'HAND_OVER').map(handOverFromItem),
  };
}

export function caseCommitsIn(commits: readonly Commit[]): CaseCommit[] {
  return commits.flatMap(({ sequence, before, after }) =>
    after && String(after.sk).startsWith('CASE#')
      ? [
          {
            sequence,
            before: before && caseFromItem(before),
            after: caseFromItem(after),
            outbox: outboxSchema.parse(withNewest(after)),
          },
        ]
      : [],
  );
}
