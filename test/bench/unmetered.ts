import { callsInARow } from './recorded-calls.ts';
import type { Invocation } from './replay.ts';
import type { Leg } from './way.ts';

/** What AWS bills without an API call that the local cloud could count, with the assumption behind each number. */
export interface UnmeteredUse {
  readonly what: string;
  /** Key of `prices`. */
  readonly price: string;
  readonly amount: number;
  readonly assumption: string;
}

/** Milliseconds that an AWS call takes; the slow ones are providers. */
const CALL_MS = 6;
const SLOW_CALL_MS = 120;
const SLOW = /StartTaskContact|SendTextMessage|PUT \/contact|outbound-emails/;
/** Milliseconds of processor time of one invocation on a whole core; the bench measures 1 to 3. */
const CPU_MS = 3;
/** Those that read mail, or write in the customer's language. */
const MORE_CPU_MS: Readonly<Record<string, number>> = {
  'accept-email': 6,
  'give-receipt': 10,
  'send-email': 10,
  'survey-step': 10,
};
/** Lambda gives a whole core at this memory, and less in proportion. */
const CORE_MB = 1_769;
/** One invocation in so many starts a new environment, which takes so long and is billed. */
const COLD_EVERY = 50;
const COLD_MS = 500;
/** Start and report of an invocation, as Lambda writes them in JSON at its level INFO. */
const PLATFORM_BYTES = 700;
/** What CloudWatch adds to a line, and Powertools to what we say: time, request id, function name, cold start. */
const LINE_BYTES = 26 + 350;
const ACCESS_LINE_BYTES = 26 + 300;
/** Buckets use bucket keys and DynamoDB keeps a table's key for minutes, so few calls reach the key service. */
const KMS_CALLS_PER_CALL = 1 / 100;

/** Milliseconds that AWS would bill for an invocation. */
export function billedMs({ name, calls, description: { memoryMb } }: Invocation): number {
  const slow = calls.filter(({ target }) => SLOW.test(target)).length;
  const share = Math.min(1, memoryMb / CORE_MB);
  return Math.ceil(
    (MORE_CPU_MS[name] ?? CPU_MS) / share +
      callsInARow(calls) * CALL_MS +
      slow * (SLOW_CALL_MS - CALL_MS) +
      COLD_MS / COLD_EVERY,
  );
}

/**
 * The use of a leg that no call shows.
 *
 * @param reported functions that Lambda writes a start and a report of every invocation for
 */
export function unmeteredUse(
  { invocations, logLines, bill }: Leg,
  reported: ReadonlySet<string>,
): UnmeteredUse[] {
  const gbSeconds = invocations.reduce(
    (sum, invocation) => sum + (billedMs(invocation) / 1_000) * (invocation.description.memoryMb / 1_024),
    0,
  );
  const requests = bill.lines.reduce((sum, { units }) => sum + (units['http-api.request'] ?? 0), 0);
  const logBytes =
    logLines.reduce((sum, line) => sum + JSON.stringify(line).length + LINE_BYTES, 0) +
    invocations.filter(({ name }) => reported.has(name)).length * PLATFORM_BYTES +
    requests * ACCESS_LINE_BYTES;
  const encrypted = bill.lines
    .filter(({ service }) => service === 'dynamodb' || service === 's3')
    .reduce((sum, { calls }) => sum + calls, 0);
  return [
    {
      what: `Lambda, ${invocations.length} invocations`,
      price: 'lambda.gb-second',
      amount: gbSeconds,
      assumption: `per invocation ${CPU_MS} ms of a core, 6 to 10 for mail, receipts and surveys, at the function's share of one, ${CALL_MS} ms per AWS call in a row, ${SLOW_CALL_MS} ms for Connect, SMS and mail, one cold start of ${COLD_MS} ms in ${COLD_EVERY}`,
    },
    {
      what: `Logs, ${logLines.length} lines of ours`,
      price: 'logs.gb',
      amount: logBytes / 1e9,
      assumption: `${PLATFORM_BYTES} bytes of Lambda's own lines per invocation of functions that have them, ${LINE_BYTES} beside each of ours, ${ACCESS_LINE_BYTES} per request`,
    },
    {
      what: 'KMS, behind DynamoDB and S3',
      price: 'kms.request',
      amount: encrypted * KMS_CALLS_PER_CALL,
      assumption: 'one request in 100 calls: DynamoDB keeps a table key for minutes, S3 uses bucket keys',
    },
    {
      what: 'Metrics of our own',
      price: 'logs.gb',
      amount: 0,
      assumption:
        'none on this way: DeadLetters, UnknownSends and HandOversWaiting are written when something is wrong',
    },
  ];
}
