import type { Dice } from './dice.ts';
import type { CallFault, Place, PlannedFault, SimulatedAddress } from './plan.ts';

const MINUTE = 60_000;

const calls = (caller: string, service: string, ...operations: readonly string[]): Place[] =>
  operations.map((operation) => ({ caller, service, operation }));

/** Every call that the product, or AWS on its behalf, makes on the way of a message. */
const OF_FUNCTIONS: readonly Place[] = [
  ...calls('record-interaction', 'dynamodb', 'BatchGetItem', 'Query', 'TransactWriteItems'),
  ...calls('record-interaction', 'dynamodb', 'TransactWriteItems', 'TransactWriteItems'),
  ...calls('record-interaction', 's3', 'PutObject'),
  ...calls('publish-events', 'events', 'PutEvents', 'PutEvents'),
  ...calls('route-case', 'dynamodb', 'BatchGetItem', 'PutItem'),
  ...calls('check-promises', 'dynamodb', 'Query', 'PutItem'),
  ...calls('queue-hand-over', 'dynamodb', 'PutItem'),
  ...calls('queue-hand-over', 'sqs', 'SendMessage'),
  ...calls('drain-hand-overs', 'dynamodb', 'BatchGetItem', 'GetItem', 'PutItem', 'Query'),
  ...calls('drain-hand-overs', 'connect', 'StartTaskContact'),
  ...calls('agent-api', 'dynamodb', 'BatchGetItem', 'PutItem', 'TransactWriteItems'),
];

/** The same, on the way of one channel only. */
const OF_CHANNEL: Readonly<Record<SimulatedAddress['channel'], readonly Place[]>> = {
  sms: [
    ...calls('accept-sms', 'sqs', 'SendMessage', 'SendMessage'),
    ...calls('give-receipt', 'dynamodb', 'BatchGetItem', 'TransactWriteItems', 'UpdateItem'),
    ...calls('give-receipt', 'sms-voice', 'SendTextMessage', 'SendTextMessage'),
    ...calls('send-sms', 'dynamodb', 'BatchGetItem', 'GetItem', 'UpdateItem', 'TransactWriteItems'),
    // The one call whose repetition a customer sees.
    ...Array.from({ length: 6 }, () => calls('send-sms', 'sms-voice', 'SendTextMessage')).flat(),
    ...calls('record-sms-delivery', 'dynamodb', 'BatchGetItem', 'UpdateItem'),
  ],
  email: [
    ...calls('accept-email', 's3', 'GetObject', 'GetObject'),
    ...calls('accept-email', 'sqs', 'SendMessage', 'SendMessage'),
    ...calls('accept-email', 'secretsmanager', 'GetSecretValue'),
    ...calls('give-receipt', 'dynamodb', 'BatchGetItem', 'TransactWriteItems', 'UpdateItem'),
    ...calls('give-receipt', 'secretsmanager', 'GetSecretValue'),
    ...calls('give-receipt', 'ses', 'SendEmail', 'SendEmail'),
    ...calls('send-email', 'dynamodb', 'BatchGetItem', 'GetItem', 'UpdateItem', 'TransactWriteItems'),
    ...calls('send-email', 'secretsmanager', 'GetSecretValue'),
    ...Array.from({ length: 6 }, () => calls('send-email', 'ses', 'SendEmail')).flat(),
    ...calls(
      'record-email-delivery',
      'dynamodb',
      'BatchGetItem',
      'GetItem',
      'UpdateItem',
      'TransactWriteItems',
    ),
  ],
  webchat: [
    ...calls('webchat-api', 'sqs', 'SendMessage', 'SendMessage', 'SendMessage'),
    ...calls('webchat-api', 'secretsmanager', 'GetSecretValue'),
    ...calls('webchat-api', 'dynamodb', 'GetItem', 'Query'),
    ...calls('send-webchat', 'dynamodb', 'BatchGetItem', 'GetItem', 'UpdateItem', 'TransactWriteItems'),
    ...calls('push-live', 'dynamodb', 'GetItem', 'Query'),
  ],
};

const OF_SURVEYS: readonly Place[] = [
  ...calls('start-survey', 'dynamodb', 'BatchGetItem', 'TransactWriteItems'),
  ...calls('start-survey', 'states', 'StartExecution', 'StartExecution'),
  ...calls(
    'survey-step',
    'dynamodb',
    'BatchGetItem',
    'TransactWriteItems',
    'TransactWriteItems',
    'UpdateItem',
  ),
  ...calls('survey-step', 'dynamodb', 'GetItem'),
  ...calls('survey-step', 'secretsmanager', 'GetSecretValue'),
  ...calls('survey-step', 'sms-voice', 'SendTextMessage', 'SendTextMessage'),
  ...calls('survey-step', 'ses', 'SendEmail', 'SendEmail'),
  ...calls('survey-step', 'states', 'SendTaskSuccess'),
  ...calls('survey-page', 'secretsmanager', 'GetSecretValue'),
  ...calls('survey-page', 'dynamodb', 'BatchGetItem', 'TransactWriteItems', 'TransactWriteItems'),
  ...calls('take-survey-answer', 'dynamodb', 'BatchGetItem', 'TransactWriteItems'),
  ...calls('stop-survey', 'dynamodb', 'BatchGetItem'),
  ...calls('stop-survey', 'states', 'StopExecution', 'SendTaskSuccess'),
];

const worked = (...names: readonly string[]): Place[] =>
  names.flatMap((name) => calls(name, 'sqs', 'ReceiveMessage', 'DeleteMessageBatch'));

const OF_AWS: readonly Place[] = [
  ...calls('sns.amazonaws.com', 'sqs', 'SendMessage'),
  ...calls('events.amazonaws.com', 'sqs', 'SendMessage'),
  ...calls('apigateway.amazonaws.com', 'lambda', 'Invoke'),
  ...worked('record-interaction', 'route-case', 'give-receipt', 'queue-hand-over', 'drain-hand-overs'),
  ...calls('publish-events', 'dynamodb', 'GetRecords'),
];

const OF_AWS_BY_CHANNEL: Readonly<Record<SimulatedAddress['channel'], readonly Place[]>> = {
  sms: [
    ...calls('sms-voice.amazonaws.com', 'sns', 'Publish'),
    ...worked('accept-sms', 'send-sms', 'record-sms-delivery'),
  ],
  email: [
    ...calls('ses.amazonaws.com', 's3', 'PutObject'),
    ...calls('ses.amazonaws.com', 'events', 'PutEvents'),
    ...calls('ses.amazonaws.com', 'sns', 'Publish', 'Publish'),
    ...worked('accept-email', 'send-email', 'record-email-delivery'),
  ],
  webchat: [...calls('apigateway.amazonaws.com', 'lambda', 'Invoke'), ...worked('send-webchat', 'push-live')],
};

const OF_AWS_IN_SURVEYS: readonly Place[] = [
  // The state machine calls with a role of its own.
  ...calls('surveys', 'lambda', 'Invoke', 'Invoke'),
  ...calls('states.amazonaws.com', 'events', 'PutEvents'),
  ...worked('start-survey', 'stop-survey', 'take-survey-answer'),
];

const STRIKES_FUNCTIONS: readonly CallFault[] = [
  'throttled',
  'fails-before',
  'fails-after',
  'lost-before',
  'lost-after',
  'lost-after',
  'dies-before',
  'dies-after',
  'dies-after',
  'slow',
];

const STRIKES_AWS: readonly CallFault[] = ['throttled', 'fails-before', 'fails-after', 'fails-after', 'slow'];

/** What a plan is about, as far as faults are chosen by it. */
export interface Struck {
  /** When something happens. */
  readonly times: readonly number[];
  readonly channels: ReadonlySet<SimulatedAddress['channel']>;
  readonly surveyed: boolean;
}

interface Places {
  readonly ofFunctions: readonly Place[];
  readonly ofAws: readonly Place[];
}

/** The faults of a seed, each armed a little before or after something happens. */
export function plannedFaults(roll: Dice, { times, channels, surveyed }: Struck): PlannedFault[] {
  // What a step sets off is over in a second or so: mostly armed just before it.
  const soon = () => Math.max(0, roll.pick(times) + roll.pick([-300, -20, -20, 30, 150, 600]));
  const ways = [...channels];
  const places: Places = {
    ofFunctions: [
      ...OF_FUNCTIONS,
      ...ways.flatMap((way) => OF_CHANNEL[way]),
      ...(surveyed ? [...OF_SURVEYS, ...OF_SURVEYS] : []),
    ],
    ofAws: [
      ...OF_AWS,
      ...ways.flatMap((way) => OF_AWS_BY_CHANNEL[way]),
      ...(surveyed ? OF_AWS_IN_SURVEYS : []),
    ],
  };
  const faults: PlannedFault[] = [];
  for (let left = roll.between(2, 8); left > 0; left--) faults.push(callFault(roll, soon(), places));
  for (let left = roll.between(0, 4); left > 0; left--) faults.push(serviceFault(roll, soon()));
  if (roll.chance(0.03)) faults.push(outage(roll, soon(), surveyed));
  if (roll.chance(0.05)) {
    const place = { caller: 'drain-hand-overs', service: 'connect', operation: 'StartTaskContact' };
    faults.push({ at: soon(), kind: 'quota', place, times: roll.between(1, 3), delayMs: 0 });
  }
  return faults.sort((a, b) => a.at - b.at);
}

function callFault(roll: Dice, at: number, { ofFunctions, ofAws }: Places): PlannedFault {
  const [places, strikes] = roll.chance(0.75) ? [ofFunctions, STRIKES_FUNCTIONS] : [ofAws, STRIKES_AWS];
  return {
    at,
    kind: roll.pick(strikes),
    place: roll.pick(places),
    times: roll.chance(0.7) ? 1 : roll.between(2, 6),
    delayMs: roll.pick([300, 2_000, 30_000]),
  };
}

function serviceFault(roll: Dice, at: number): PlannedFault {
  const times = roll.between(1, 3);
  const delayMs = roll.pick([0, 10, 2_000, 90_000]);
  if (roll.chance(0.2)) return { at, kind: 'stale-index', service: 'dynamodb', times, delayMs };
  const kind = roll.pick(['duplicate', 'reorder'] as const);
  return { at, kind, service: roll.pick(['sns', 'sqs', 'events', 'events'] as const), times, delayMs };
}

/** The longest is longer than a queue is patient: what it holds up is dead-lettered, and redriven later. */
const OUTAGES = [1, 1, 5, 5, 20, 60, 300].map((minutes) => minutes * MINUTE);
/** SES gives a mail up after hours in which it cannot be stored, and a survey's workflow after as many. */
const BEARABLE = OUTAGES.slice(0, -1);

function outage(roll: Dice, at: number, surveyed: boolean): PlannedFault {
  const service = roll.pick(['dynamodb', 'events', 'sqs', 's3', 'sms-voice', 'ses', 'connect', 'states']);
  return { at, kind: 'outage', service, forMs: roll.pick(surveyed || service === 's3' ? BEARABLE : OUTAGES) };
}
