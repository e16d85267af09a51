import type { Dice } from './dice.ts';
import type { CallFault, Place, PlannedFault } from './plan.ts';

const MINUTE = 60_000;

const calls = (caller: string, service: string, ...operations: readonly string[]): Place[] =>
  operations.map((operation) => ({ caller, service, operation }));

/** Every call that the product, or AWS on its behalf, makes on the way of a message. */
const OF_FUNCTIONS: readonly Place[] = [
  ...calls('accept-sms', 'sqs', 'SendMessage', 'SendMessage'),
  ...calls('record-interaction', 'dynamodb', 'BatchGetItem', 'Query', 'TransactWriteItems'),
  ...calls('record-interaction', 'dynamodb', 'TransactWriteItems', 'TransactWriteItems'),
  ...calls('record-interaction', 's3', 'PutObject'),
  ...calls('publish-events', 'events', 'PutEvents', 'PutEvents'),
  ...calls('route-case', 'dynamodb', 'BatchGetItem', 'PutItem'),
  ...calls('give-receipt', 'dynamodb', 'BatchGetItem', 'TransactWriteItems', 'UpdateItem'),
  ...calls('give-receipt', 'sms-voice', 'SendTextMessage', 'SendTextMessage'),
  ...calls('check-promises', 'dynamodb', 'Query', 'PutItem'),
  ...calls('queue-hand-over', 'dynamodb', 'PutItem'),
  ...calls('queue-hand-over', 'sqs', 'SendMessage'),
  ...calls('drain-hand-overs', 'dynamodb', 'BatchGetItem', 'GetItem', 'PutItem', 'Query'),
  ...calls('drain-hand-overs', 'connect', 'StartTaskContact'),
  ...calls('agent-api', 'dynamodb', 'BatchGetItem', 'PutItem', 'TransactWriteItems'),
  ...calls('send-sms', 'dynamodb', 'BatchGetItem', 'GetItem', 'UpdateItem', 'TransactWriteItems'),
  // The one call whose repetition a customer sees.
  ...Array.from({ length: 6 }, () => calls('send-sms', 'sms-voice', 'SendTextMessage')).flat(),
];

const OF_AWS: readonly Place[] = [
  ...calls('sms-voice.amazonaws.com', 'sns', 'Publish'),
  ...calls('sns.amazonaws.com', 'sqs', 'SendMessage'),
  ...calls('events.amazonaws.com', 'sqs', 'SendMessage'),
  ...calls('apigateway.amazonaws.com', 'lambda', 'Invoke'),
  ...[
    'accept-sms',
    'record-interaction',
    'route-case',
    'give-receipt',
    'queue-hand-over',
    'drain-hand-overs',
    'send-sms',
  ].flatMap((name) => calls(name, 'sqs', 'ReceiveMessage', 'DeleteMessageBatch')),
  ...calls('publish-events', 'dynamodb', 'GetRecords'),
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

/** The faults of a seed, each armed a little before or after something happens. */
export function plannedFaults(roll: Dice, times: readonly number[]): PlannedFault[] {
  // What a step sets off is over in a second or so: mostly armed just before it.
  const soon = () => Math.max(0, roll.pick(times) + roll.pick([-300, -20, -20, 30, 150, 600]));
  const faults: PlannedFault[] = [];
  for (let left = roll.between(2, 10); left > 0; left--) faults.push(callFault(roll, soon()));
  for (let left = roll.between(0, 4); left > 0; left--) faults.push(serviceFault(roll, soon()));
  if (roll.chance(0.04)) faults.push(outage(roll, soon()));
  if (roll.chance(0.05)) {
    const place = { caller: 'drain-hand-overs', service: 'connect', operation: 'StartTaskContact' };
    faults.push({ at: soon(), kind: 'quota', place, times: roll.between(1, 3), delayMs: 0 });
  }
  return faults.sort((a, b) => a.at - b.at);
}

function callFault(roll: Dice, at: number): PlannedFault {
  const [places, strikes] = roll.chance(0.75) ? [OF_FUNCTIONS, STRIKES_FUNCTIONS] : [OF_AWS, STRIKES_AWS];
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

function outage(roll: Dice, at: number): PlannedFault {
  const service = roll.pick(['dynamodb', 'events', 'sqs', 's3', 'sms-voice', 'connect']);
  return { at, kind: 'outage', service, forMs: roll.pick(OUTAGES) };
}
