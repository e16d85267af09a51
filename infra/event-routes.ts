import type { Destination } from '../shared/config/settings.ts';

/**
 * Who hears which event. Every rule on the bus stands here, and stacks build rules from nothing else.
 *
 *   record-interaction, agent-api, …  ──stream──▶  publish-events  ──▶  bus  ──rule──▶  queue  ──▶  function
 *
 * A rule fills the queue of one function; what cannot be delivered goes to that queue's dead letters.
 */
export const EVENT_ROUTES = {
  'route-case': {
    hears: ['CaseOpened', 'CaseReopened'],
    because: 'A case that opens or opens again is sent to a queue by the routing rules',
  },
  'give-receipt': {
    hears: ['CaseOpened', 'CaseReopened', 'InteractionReceived'],
    where: { channel: ['email', 'sms'] },
    because: 'Who wrote a mail or an SMS is told that it has come and when it is answered',
  },
  'send-sms': {
    hears: ['ReplyQueued'],
    where: { via: ['sms'] },
    because: 'A reply to a customer who wrote an SMS leaves as an SMS',
  },
  'send-email': {
    hears: ['ReplyQueued'],
    where: { via: ['email'] },
    because: 'A reply to a customer who wrote a mail leaves as a mail',
  },
  'record-email-delivery': {
    of: 'aws.ses',
    hears: [
      'Email Delivered',
      'Email Delivery Delayed',
      'Email Bounced',
      'Email Rejected',
      'Email Complaint Received',
    ],
    because: 'SES tells on the default bus of the account what became of a mail to a customer',
  },
  'send-webchat': {
    hears: ['ReplyQueued'],
    where: { via: ['webchat'] },
    because: 'A reply to a visitor of the chat appears in the chat',
  },
  'push-live': {
    hears: [
      'CaseOpened',
      'CaseReopened',
      'InteractionReceived',
      'ReplySent',
      'CaseResolved',
      'SurveyAsked',
      'SurveyAnswered',
    ],
    where: { channel: ['webchat'] },
    because: 'A chat that is open on a screen shows at once what happened',
  },
  'queue-hand-over': {
    hears: ['CaseRouted'],
    where: { destination: ['connect-task'] satisfies Destination[] },
    because: 'Destination connect-task: a routed case becomes a task in Amazon Connect',
  },
  'start-survey': {
    hears: ['CaseResolved'],
    because: 'Some time after a case is resolved its customer is asked how we did',
  },
  'take-survey-answer': {
    hears: ['SurveyReplied'],
    because: 'A number that a customer wrote in answer to a survey is recorded as the answer',
  },
  'stop-survey': {
    hears: ['SurveyAnswered', 'CaseReopened'],
    because: 'Nobody is asked or reminded after they answered, or about a case that is open again',
  },
} as const satisfies Record<string, EventRouteSettings>;

export type EventRoute = keyof typeof EVENT_ROUTES;

export interface EventRouteSettings {
  /**
   * Whose events, where they are not ours: a service of AWS, which tells them on the default bus of the account.
   * @default our own, on our bus
   */
  readonly of?: 'aws.ses';
  /** Names of events in `shared/events`, or as the service calls its own. */
  readonly hears: readonly string[];
  /** Pattern over the event's detail. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Why, in words for the console of EventBridge. */
  readonly because: string;
}

/** The rule that carries each destination of the routing table. */
export const DESTINATION_ROUTES: Readonly<Record<Destination, EventRoute>> = {
  'connect-task': 'queue-hand-over',
};
