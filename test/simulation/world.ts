import { createHash, type Hash } from 'node:crypto';
import type { OwnedCloud, RunningCloud } from '../../local/index.ts';
import { outsideOf } from '../support/load-bundle.ts';
import { type Alteration, bundleOf, folderOf, transportTo, withoutCeremony } from './bundles.ts';
import { dice } from './dice.ts';
import { History } from './history.ts';
import type { Plan } from './plan.ts';
import { stageFor } from './stage.ts';
import { Striker } from './strike.ts';

/** An event that the bus accepted. */
export interface BusEvent {
  readonly at: number;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The product in one process, with everything a run needs to see. */
export interface World {
  readonly running: RunningCloud;
  readonly cloud: OwnedCloud;
  readonly striker: Striker;
  readonly history: History;
  readonly logLines: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly BusEvent[];
  readonly tableName: string;
  /** Of everything that happened, in order. */
  readonly trace: Hash;
  /** Leaves the cloud to the next run. */
  end(): void;
}

/** Timers that AWS keeps loosely; the others belong to the simulation itself. */
const LOOSE = /^(sqs|lambda poll|lambda stream|lambda read|events deliver|sns deliver)/;

export async function startWorld(plan: Plan, assembly: string, alter?: Alteration): Promise<World> {
  const trace = createHash('sha256');
  const striker = new Striker(plan, (line) => trace.update(`${line}\n`));
  const logLines: Readonly<Record<string, unknown>>[] = [];
  const events: BusEvent[] = [];
  const timing = dice(`timing ${plan.seed}`);
  const running = await stageFor(assembly, plan.seed, {
    hooks: striker.hooks,
    virtual: {
      tie: timing.next,
      jitter: (time, label) => (LOOSE.test(label) ? time + Math.floor(timing.next() * 20) : time),
    },
    async loadFunction(description, credentials, cloud) {
      const bundle = await bundleOf(description, cloud);
      const outside = outsideOf(cloud, credentials, (line) => void logLines.push(line));
      const transport = transportTo(cloud);
      const requestHandler = alter ? alter(folderOf(description.name), transport, cloud) : transport;
      return bundle.build(description.environment, {
        ...outside,
        ...withoutCeremony(credentials),
        requestHandler: requestHandler as never,
      });
    },
  });
  const { cloud } = running;
  const history = new History(cloud);
  const table = running.resources.find(({ type }) => type === 'AWS::DynamoDB::Table');
  await history.open(table?.attributes.StreamArn ?? '');
  const deafen = cloud.traces.listen((entry) => {
    if (entry.service === 'events' && entry.what === 'accepted' && entry.detail?.source === 'throughline') {
      const { detailType, event } = entry.detail;
      events.push({ at: entry.at, detailType: String(detailType), detail: event as BusEvent['detail'] });
    }
  });
  const tableName = running.outputs.TableName ?? '';
  return { running, cloud, striker, history, logLines, events, tableName, trace, end: deafen };
}
