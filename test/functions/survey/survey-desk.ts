import { askForAnswer } from '../../../functions/survey-step/ask-for-answer.ts';
import { dependenciesOf, type SurveyStepDependencies } from '../../../functions/survey-step/dependencies.ts';
import { endUnanswered } from '../../../functions/survey-step/end-unanswered.ts';
import { remindOfSurvey } from '../../../functions/survey-step/remind-of-survey.ts';
import type { Case } from '../../../shared/domain/case.ts';
import type { ContactPoint } from '../../../shared/domain/contact-point.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { reopened } from '../../../shared/domain/resolution.ts';
import type { SurveyRules } from '../../../shared/domain/survey.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import type { StepResult } from '../../../shared/gateways/survey-workflow.ts';
import { smsSender } from '../../../shared/sending/sms-sender.ts';
import { saveCase } from '../../../shared/stores/case-store.ts';
import { readThread } from '../../../shared/stores/interaction-store.ts';
import { surveysIn } from '../../../shared/stores/survey-store.ts';
import { CUSTOMER_ID, customer, DAY, NOW, resolvedCase } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

export const CASE_ID = `${CUSTOMER_ID}-1`;

const RULES: SurveyRules = {
  afterMs: DAY,
  // NOW is at noon.
  quietHours: { start: 20 * 60, end: 9 * 60 },
  remindAfterMs: 3 * DAY,
  expireAfterMs: 7 * DAY,
  atMostEveryMs: 30 * DAY,
  questions: ['csat', 'effort', 'nps'],
  lowScore: 2,
  lowScoreToAnotherAgent: true,
  zone: 'UTC',
};

export interface Scene {
  readonly case?: Partial<Case>;
  readonly customer?: Partial<Customer>;
  readonly contactPoint?: Partial<ContactPoint>;
  /** What the provider answers, in turn; then always that it has sent. */
  readonly outcomes?: readonly (() => Promise<SendOutcome>)[];
}

/** A case that was answered and resolved a day ago, its workflow, and a provider that counts what it is asked. */
export async function surveyDesk({ outcomes = [], ...scene }: Scene = {}) {
  const it = productTable();
  const { interactionId, at } = arrival(1);
  const newest = { interactionId, interactionAt: at };
  const subject = resolvedCase({ sent: { opening: 1, replies: 1 }, newest, ...scene.case });
  const who = customer({ openCases: [], ...scene.customer });
  await it.seed({
    cases: [subject],
    customers: [who],
    contactPoints: [contactPoint(scene.contactPoint)],
    interactions: [arrival(1)],
  });
  const answers = [...outcomes];
  const sent: { readonly to: string; readonly text: string }[] = [];
  const went: [string, StepResult][] = [];
  const real = dependenciesOf(
    { ...it.environment, TOKEN_KEYS_SECRET: 'secret', SURVEY_URL: 'https://example.com' },
    it.outside,
  );
  const dependencies: SurveyStepDependencies = {
    ...real,
    senders: {
      sms: smsSender({
        send: async ({ to, text }) => {
          sent.push({ to, text });
          return answers.shift()?.() ?? { kind: 'sent', providerMessageId: `provider-${sent.length}` };
        },
      }),
    },
    goOn: async (token, result) => void went.push([token, result]),
    tokenKeys: { keys: async () => [{ id: 1, secret: 'x'.repeat(64) }] },
    config: { company: { name: 'Sunrise Bikes' }, languages: ['en', 'it'], survey: RULES },
  };
  const surveys = surveysIn(it.table);
  const ref = { caseId: CASE_ID, opening: 1 };
  let tokens = 0;
  const step = (changed: Partial<SurveyStepDependencies>) => ({ ...dependencies, ...changed });
  return {
    ...it,
    sent,
    went,
    dependencies,
    surveys,
    /** State Ask, or a further try of it: each with a token of its own. */
    ask: (changed: Partial<SurveyStepDependencies> = {}) =>
      askForAnswer({ ...ref, token: `token-${++tokens}` }, step(changed)),
    remind: (changed: Partial<SurveyStepDependencies> = {}) =>
      remindOfSurvey({ ...ref, token: `token-${++tokens}` }, step(changed)),
    expire: () => endUnanswered(ref, dependencies),
    read: () => surveys.read(ref),
    /** An agent opens the case again. */
    async reopen() {
      const { case: stored = subject } = await surveys.read(ref);
      const outbox = { commit: 'reopened', at: NOW, events: [] };
      await saveCase(it.table, { previous: stored, next: reopened(stored, NOW), outbox });
    },
    /** Messages of the survey on the thread, newest first. */
    async messages(): Promise<readonly Interaction[]> {
      const { interactions } = await readThread(it.table, CUSTOMER_ID, { limit: 20 });
      return interactions.filter(({ kind }) => kind === 'survey');
    },
    wait: (ms: number) => {
      it.clock.now += ms;
    },
  };
}

/** The same dependencies, dying at the n-th call of a store or gateway: before it, or after it has happened. */
export function dyingAt(
  { surveys, replies, senders, goOn, tokenKeys }: SurveyStepDependencies,
  n: number,
  when: 'before' | 'after',
): Partial<SurveyStepDependencies> {
  let calls = 0;
  const mortal =
    <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      calls += 1;
      if (calls === n && when === 'before') throw new Error('died');
      const result = await call(...parameters);
      if (calls === n) throw new Error('died');
      return result;
    };
  const { sms } = senders;
  return {
    surveys: {
      read: mortal(surveys.read),
      readWays: mortal(surveys.readWays),
      save: mortal(surveys.save),
    },
    replies: {
      read: mortal(replies.read),
      reread: mortal(replies.reread),
      recipient: mortal(replies.recipient),
      move: mortal(replies.move),
      settle: mortal(replies.settle),
    },
    goOn: mortal(goOn),
    tokenKeys: { keys: mortal(() => tokenKeys.keys()) },
    senders: {
      ...(sms && { sms: { prepare: async (outgoing) => mortal(await sms.prepare(outgoing)) } }),
    },
  };
}
