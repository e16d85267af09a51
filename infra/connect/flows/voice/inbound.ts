import type { Department, DepartmentGroup } from '../../../../shared/config/voice.ts';
import type { Hook } from '../actions/contact.ts';
import type { Flow } from '../flow.ts';
import { type FlowQueue, queueByAttribute, urgency } from '../queueing.ts';
import { AFTER_HOURS_ENDINGS, afterHours } from './after-hours.ts';
import { menus } from './menus.ts';
import { inEach, inTheirLanguage, type SpokenLanguage, type SpokenLanguages, speech } from './speech.ts';

export interface InboundPlan {
  readonly company: string;
  readonly languages: SpokenLanguages;
  /** Empty: callers are asked nothing. */
  readonly departments: readonly (Department | DepartmentGroup)[];
  readonly queues: readonly FlowQueue[];
  readonly fallback: FlowQueue;
  /** Whether a number is there that callbacks come from. */
  readonly callback: boolean;
  readonly identifyCallerArn: string;
  /** Flows that Connect starts later on: in the queue, before the agent, on hold. */
  readonly hooks: readonly (readonly [hook: Hook, flowArn: string])[];
}

/** Where callers are disconnected without having reached a queue, and no other action may do it. */
export const INBOUND_ENDINGS = [...AFTER_HOURS_ENDINGS, 'end-unreachable'] as const;

/** What `identify-caller` answers and later flows need: kept, for an answer lasts until the next function only. */
const REMEMBERED = [
  'known',
  'language',
  'customerId',
  'queue',
  'priority',
  'openCase',
  'caseId',
  'caseQueue',
  'casePriority',
  'summary',
  'arrivedAt',
] as const;

/**
 * Every call starts here: who it is, a greeting, one question to who has an open case, the department, and the queue.
 * Whatever fails on the way, the call goes on into a queue; key 0 and silence lead there at once.
 */
export const inboundFlow = (plan: InboundPlan): Flow => {
  const { languages, queues, fallback, callback } = plan;
  return {
    identify: {
      type: 'InvokeLambdaFunction',
      functionArn: plan.identifyCallerArn,
      // It takes a tenth of a second. Who hears nothing for longer than three hangs up.
      seconds: 3,
      answer: 'STRING_MAP',
      then: 'remember',
      onError: 'language',
    },
    remember: {
      type: 'UpdateContactAttributes',
      attributes: Object.fromEntries(REMEMBERED.map((name) => [name, `$.External.${name}`])),
      then: 'language',
      onError: 'language',
    },
    ...inTheirLanguage('language', 'voice', languages),
    ...inEach(languages, (spoken) => welcome(spoken, plan)),
    // Here a pass from another channel is to be entered: its code is stored, and a function makes its case this call's.
    'about-case': {
      type: 'UpdateContactAttributes',
      attributes: {
        about: 'case',
        queue: '$.Attributes.caseQueue',
        priority: '$.Attributes.casePriority',
      },
      then: 'read-queue',
      onError: 'read-queue',
    },
    ...queueByAttribute(queues, { fallback, then: 'read-priority', onError: 'unreachable' }),
    ...urgency('hours'),
    hours: {
      type: 'CheckHoursOfOperation',
      open: INTO_THE_QUEUE,
      closed: 'closed',
      onError: INTO_THE_QUEUE,
    },
    ...afterHours(languages, { callback, toQueue: INTO_THE_QUEUE }),
    ...intoTheQueue(plan.hooks),
    ...inTheirLanguage('unreachable', 'unreachable', languages),
    ...inEach(languages, ({ language, write }) => ({
      [`unreachable-${language}`]: {
        type: 'MessageParticipant',
        say: speech(write('voice.unreachable'), write('voice.goodbye')),
        then: 'end-unreachable',
      },
    })),
    'end-unreachable': { type: 'DisconnectParticipant' },
  };
};

const INTO_THE_QUEUE = 'hook-1';

/** Greets, and asks who has an open case whether they call about that. */
const welcome = (spoken: SpokenLanguage, { company, departments }: InboundPlan): Flow => {
  const { language, voice, write } = spoken;
  const next = departments.length > 0 ? `menu-${language}` : 'read-queue';
  return {
    [`voice-${language}`]: {
      type: 'UpdateContactTextToSpeechVoice',
      voice,
      then: `greeting-${language}`,
    },
    [`greeting-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.greeting', { company })),
      then: `has-case-${language}`,
    },
    [`has-case-${language}`]: {
      type: 'Compare',
      value: '$.Attributes.openCase',
      cases: [{ equals: 'yes', then: `case-${language}` }],
      otherwise: next,
    },
    [`case-${language}`]: {
      type: 'GetParticipantInput',
      say: speech(
        write('voice.case.question'),
        write('voice.case.yes', { digit: '1' }),
        write('voice.case.no', { digit: '2' }),
      ),
      seconds: 5,
      keys: { '1': 'about-case', '2': next, '0': 'read-queue' },
      onSilence: next,
      onOtherKey: next,
      onError: next,
    },
    ...(departments.length > 0 ? menus(spoken, departments, 'read-queue') : {}),
  };
};

/** One hook an action; without one of them the call goes on all the same. */
const intoTheQueue = (hooks: InboundPlan['hooks']): Flow => ({
  ...Object.fromEntries(
    hooks.map(([hook, flowArn], index) => {
      const then = index + 1 < hooks.length ? `hook-${index + 2}` : 'transfer';
      return [
        `hook-${index + 1}`,
        { type: 'UpdateContactEventHooks', hook, flowArn, then, onError: then } as const,
      ];
    }),
  ),
  // The place counts from `arrivedAt`; Connect's own order counts from here, up to half a minute later.
  transfer: { type: 'TransferContactToQueue', onFull: 'unreachable', onError: 'unreachable' },
});
