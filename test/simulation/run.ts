import { failedBatchesIn } from '../../functions/publish-events/failed-batches.ts';
import { republish } from '../../functions/publish-events/republish.ts';
import { connectOf, sesOf, stepFunctionsOf } from '../../local/index.ts';
import { type Queue, sqsOf } from '../../local/sqs/index.ts';
import { eventBus } from '../../shared/gateways/event-bus.ts';
import { eventBridge, s3 } from '../../shared/runtime/aws-clients.ts';
import { Agents, type Posted } from './agents.ts';
import { type Alteration, transportTo } from './bundles.ts';
import { Customers, introduce } from './customers.ts';
import { caseCommitsIn, type Ending, type Lying, lastStates } from './ending.ts';
import { breachesOf } from './invariants/index.ts';
import { patchGlobals } from './patched-globals.ts';
import type { Plan, Step } from './plan.ts';
import type { Strike } from './strike.ts';
import type { Seen } from './visitors.ts';
import { startWorld, type World } from './world.ts';

const HOUR = 3_600_000;

/** Longer than a survey lasts, from the resolution to its end. */
const MOST_DAYS = 14;

/** How a run ended. */
export interface Run {
  readonly plan: Plan;
  /** Sentences; none when every rule held. */
  readonly breaches: readonly string[];
  /** Of everything that happened: the same for the same plan. */
  readonly trace: string;
  readonly strikes: readonly Strike[];
  readonly posted: readonly Posted[];
  readonly startedAt: number;
}

/** Runs a plan to its end and judges it. Two runs in one process must follow each other: globals are replaced. */
export async function runPlan(plan: Plan, assembly: string, alter?: Alteration): Promise<Run> {
  const world = await startWorld(plan, assembly, alter);
  const { scheduler } = world.cloud;
  const endings: (() => void)[] = [];
  const restore = patchGlobals(
    { now: () => scheduler.now(), after: (ms, task) => scheduler.after(ms, 'a timer', task) },
    plan.seed,
  );
  try {
    const startedAt = scheduler.now();
    const customers = new Customers(world, plan);
    const agents = new Agents(world, (customer) => customers.contactPointsOf(customer));
    const people = { customers, agents };
    endings.push(customers.post.listen());
    await introduce(world, plan);
    await liveThrough(world, people, plan);
    const ending = await settle(world, people, plan);
    const { strikes } = world.striker;
    const trace = world.trace.digest('hex');
    return { plan, breaches: breachesOf(ending), trace, strikes, posted: agents.posted, startedAt };
  } finally {
    restore();
    for (const end of endings) end();
    world.end();
  }
}

interface People {
  readonly customers: Customers;
  readonly agents: Agents;
}

/** The steps at their times, while faults strike. */
async function liveThrough(world: World, people: People, plan: Plan) {
  const { cloud, striker } = world;
  striker.begin(cloud);
  for (const step of plan.steps) {
    cloud.scheduler.after(step.at, 'a step', () => take(people, step));
  }
  const last = Math.max(0, ...plan.steps.map(({ at }) => at), ...plan.faults.map(endOf));
  await pass(world, last + 60_000);
}

function take({ agents, customers }: People, step: Step): void | Promise<void> {
  return 'agent' in step ? agents.act(step) : customers.act(step);
}

const endOf = (fault: Plan['faults'][number]) => fault.at + ('forMs' in fault ? fault.forMs : 0);

/** Time passes, in pieces shorter than the table's stream remembers. */
async function pass({ running, history }: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 20 * HOUR) {
    await running.advance(Math.min(left, 20 * HOUR));
    await history.catchUp();
  }
}

/** No more faults; hours pass; dead letters are redriven and unpublished events published; hours pass again. */
async function settle(world: World, { agents, customers }: People, plan: Plan): Promise<Ending> {
  const { cloud, striker, history } = world;
  striker.end();
  await pass(world, 5 * HOUR);
  const unpublished = await publishAgain(world);
  await redrive(world);
  await pass(world, 5 * HOUR);
  if (plan.surveyed) await outlastSurveys(world);
  const seen = await lookAgain(customers, plan);
  const commits = history.commits();
  const queues = sqsOf(cloud).queues();
  const dead = new Set(queues.map(({ attributes }) => attributes.redrivePolicy?.deadLetterTargetArn));
  return {
    plan,
    endedAt: cloud.clock.now(),
    commits,
    caseCommits: caseCommitsIn(commits),
    ...lastStates(commits),
    events: world.events,
    outbox: cloud.outbox,
    tasks: connectOf(cloud).tasks(),
    deadLetters: queues.filter(({ arn }) => dead.has(arn)).flatMap(lyingIn),
    waiting: queues.filter(({ arn }) => !dead.has(arn)).flatMap(lyingIn),
    unpublished,
    posted: agents.posted,
    mailed: customers.post.mailed,
    mailboxes: new Map(
      sesOf(cloud)
        .mailboxes()
        .map((to) => [to, sesOf(cloud).mailbox(to)]),
    ),
    chatted: customers.visitors.chatted,
    seen,
    rated: customers.rated,
    executions: stepFunctionsOf(cloud).executions(),
    workList: await agents.call('sofia', 'GET', '/work?limit=100'),
    logLines: world.logLines,
  };
}

/** Idle days cost nothing: what would run by the minute is not called as long as it has nothing to do. */
async function outlastSurveys(world: World): Promise<void> {
  const isAsking = () =>
    stepFunctionsOf(world.cloud)
      .executions()
      .some(({ status }) => status === 'RUNNING');
  for (let days = 0; days < MOST_DAYS && isAsking(); days += 1) await pass(world, 24 * HOUR);
}

/** Every visitor comes back once more. */
async function lookAgain({ visitors }: Customers, { customers }: Plan): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const customer of customers.keys()) seen.push(...[(await visitors.read(customer)) ?? []].flat());
  return seen;
}

function lyingIn(queue: Queue): Lying[] {
  return queue.peek().map(({ body, attributes }) => ({
    queue: queue.name,
    body,
    reason: attributes.reason?.StringValue,
  }));
}

/** What `npm run republish` does; where nothing lies, without its clients. */
async function publishAgain({ cloud, running }: World): Promise<number> {
  const Bucket = running.outputs.UnpublishedEventsBucket ?? '';
  const found = await cloud.call('s3', 'ListObjectsV2', { Bucket }, { kind: 'developer' });
  if ((found as { readonly KeyCount: number }).KeyCount === 0) return 0;
  const transport = { requestHandler: transportTo(cloud), endpoint: cloud.endpoint, region: cloud.region };
  const outside = { ...transport, credentials: { accessKeyId: 'developer', secretAccessKey: 'developer' } };
  const batches = failedBatchesIn(s3(outside as never), Bucket);
  const bus = eventBus(eventBridge(outside as never), running.outputs.BusName ?? '');
  const { left } = await republish(batches, { bus, log: () => undefined });
  return left.length;
}

/** What an operator does with dead letters once the cause is gone: back to the queue they came from. */
async function redrive({ cloud }: World): Promise<void> {
  for (const { arn, attributes } of sqsOf(cloud).queues()) {
    const SourceArn = attributes.redrivePolicy?.deadLetterTargetArn;
    if (SourceArn === undefined || sqsOf(cloud).queue(SourceArn)?.peek().length === 0) continue;
    const input = { SourceArn, DestinationArn: arn };
    await cloud.call('sqs', 'StartMessageMoveTask', input, { kind: 'developer' });
  }
}
