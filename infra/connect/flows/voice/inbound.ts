import type { Department, DepartmentGroup } from '../../../../shared/config/voice.ts';
import type { Hook } from '../actions/contact.ts';
import type { Flow, FlowAction } from '../flow.ts';
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

/**
 * What `identify-caller` answers and later flows need: kept, for an answer lasts until the next function only. What it
 * leaves out is not touched: what Connect makes of a path that leads nowhere is documented nowhere.
 */
const REMEMBERED = {
  always: ['known', 'language', 'queue', 'priority', 'openCase', 'summary', 'arrivedAt'],
  known: ['customerId'],
  openCase: ['caseId', 'caseQueue', 'casePriority'],
} as const;

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
    ...remembering('language'),
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
    // A callback takes urgency and hooks along: they come before the hours.
    ...urgency('hook-1'),
    ...hooking(plan.hooks, 'hours'),
    hours: { type: 'CheckHoursOfOperation', open: 'transfer', closed: 'closed', onError: 'transfer' },
    ...afterHours(languages, { callback, toQueue: 'transfer' }),
    // The place counts from `arrivedAt`; Connect's own order counts from here, up to half a minute later.
    transfer: { type: 'TransferContactToQueue', onFull: 'unreachable', onError: 'unreachable' },
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

const remembering = (then: string): Flow => {
  const keep = (names: readonly string[], next: string): FlowAction => ({
    type: 'UpdateContactAttributes',
    attributes: Object.fromEntries(names.map((name) => [name, `$.External.${name}`])),
    then: next,
    onError: then,
  });
  const onlyIf = (name: string, next: string): FlowAction => ({
    type: 'Compare',
    value: `$.External.${name}`,
    cases: [{ equals: 'yes', then: next }],
    otherwise: then,
  });
  return {
    remember: keep(REMEMBERED.always, 'is-known'),
    'is-known': onlyIf('known', 'remember-customer'),
    'remember-customer': keep(REMEMBERED.known, 'has-case'),
    'has-case': onlyIf('openCase', 'remember-case'),
    'remember-case': keep(REMEMBERED.openCase, then),
  };
};

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
const hooking = (hooks: InboundPlan['hooks'], then: string): Flow =>
  Object.fromEntries(
    hooks.map(([hook, flowArn], index) => {
      const next = index + 1 < hooks.length ? `hook-${index + 2}` : then;
      return [
        `hook-${index + 1}`,
        { type: 'UpdateContactEventHooks', hook, flowArn, then: next, onError: next } as const,
      ];
    }),
  );
