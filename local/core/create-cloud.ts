import { authorize, type Iam } from '../iam/index.ts';
import type { CallHooks, CallInfo, CallOutcome } from './call-hooks.ts';
import type { Cloud, CloudSettings, LambdaHost, OutboundMessage } from './cloud.ts';
import { createCredentialBook } from './credential-book.ts';
import { dispatch } from './dispatch.ts';
import { Faults, internalFailure, throttled } from './faults.ts';
import { IdleBook } from './idle-book.ts';
import { LiveScheduler } from './live-scheduler.ts';
import { Meter } from './meter.ts';
import { seededRandom } from './random.ts';
import { AwsError, type AwsService, type CallContext, type Caller, type Operation } from './service.ts';
import { TraceLog } from './trace-log.ts';
import { VirtualScheduler, type VirtualSchedulerOptions } from './virtual-scheduler.ts';

export interface CreateCloudOptions {
  readonly settings: CloudSettings;
  readonly services: readonly AwsService[];
  readonly iam: Iam;
  readonly seed: string | number;
  /** Where the virtual clock begins. */
  readonly start: number;
  readonly region: string;
  readonly accountId: string;
  readonly endpoint: string;
  readonly httpEndpoint: string;
  readonly assetDirectory: (objectKey: string) => string;
  readonly hooks?: CallHooks;
  readonly virtual?: Pick<VirtualSchedulerOptions, 'tie' | 'jitter' | 'idleTurns'>;
  /** Hears of mistakes of the local cloud itself and of tasks that threw. */
  readonly onProblem: (where: string, error: unknown) => void;
}

/** The cloud with what only its owner may touch. */
export interface OwnedCloud extends Cloud {
  readonly scheduler: LiveScheduler | VirtualScheduler;
  readonly meterBook: Meter;
  readonly faults: Faults;
  readonly traces: TraceLog;
  /**
   * Clock, timers, random source, faults, keys and bill as if just made, with another seed.
   * @throws Error where time is real
   */
  restart(seed: string | number): void;
}

const callerName = (caller: Caller) =>
  caller.kind === 'role' ? caller.functionName : caller.kind === 'service' ? caller.principal : 'developer';

function findOperation(services: ReadonlyMap<string, AwsService>, service: string, name: string): Operation {
  const operations = services.get(service)?.operations;
  const operation =
    operations !== undefined && Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      `The local cloud does not implement ${service}:${name || '(no operation named)'}.`,
    );
  }
  return operation;
}

function findLambdaHost(services: readonly AwsService[]): LambdaHost {
  const missing = () => {
    throw new Error('This local cloud has no service that runs functions.');
  };
  return services.find((service) => service.lambdaHost)?.lambdaHost ?? { invoke: missing, crash: missing };
}

/** Puts clock, randomness, permissions, faults and bill around the services. */
export function createCloud(options: CreateCloudOptions): OwnedCloud {
  const { settings, iam } = options;
  const random = seededRandom(options.seed);
  // Faults and ties draw from their own source: a fault more or less leaves the ids as they were.
  const faultsRandom = seededRandom(`faults ${options.seed}`);
  const faults = new Faults(faultsRandom);
  const credentials = createCredentialBook();
  const meterBook = new Meter();
  const traces = new TraceLog();
  const idle = new IdleBook();
  const outbox: OutboundMessage[] = [];
  const services = new Map(options.services.map((service) => [service.name, service]));
  const onFailure = (label: string, error: unknown) => options.onProblem(`task "${label}"`, error);
  const scheduler =
    settings.mode === 'live'
      ? new LiveScheduler(onFailure)
      : new VirtualScheduler({ start: options.start, onFailure, ...options.virtual });

  async function strikeBefore(call: CallInfo): Promise<void> {
    const place = placeOf(call);
    const delay = faults.strike('delay', place);
    if (delay !== undefined) {
      await new Promise<void>((resolve) => {
        scheduler.after(delay.delayMs, `delay ${call.service}:${call.operation}`, resolve);
      });
    }
    const throttle = faults.strike('throttle', place);
    if (throttle !== undefined) throw throttled(call.service, throttle.id);
    const failure = faults.strike('fail-before', place);
    if (failure !== undefined) throw internalFailure(failure.id);
  }

  async function apply(operation: Operation, call: CallInfo): Promise<unknown> {
    const context: CallContext = { cloud, caller: call.caller };
    const permissions = operation.permissions(call.input, context);
    authorize(cloud, call.service, call.caller, permissions, iam.statementsOf);
    const output = await operation.run(call.input, context);
    const usage =
      operation.usage === undefined
        ? { [`${call.service}.request`]: 1 }
        : operation.usage(call.input, output);
    if (usage !== null) meterBook.count(call.service, call.operation, callerName(call.caller), usage);
    return output;
  }

  async function call(service: string, name: string, input: unknown, caller: Caller): Promise<unknown> {
    const info: CallInfo = { service, operation: name, input, caller };
    const operation = findOperation(services, service, name);
    scheduler.runner.noteActivity();
    await options.hooks?.beforeCall?.(info);
    let outcome: CallOutcome;
    try {
      await strikeBefore(info);
      const output = await apply(operation, info);
      idle.called(name);
      const lost = faults.strike('fail-after', placeOf(info));
      outcome = lost === undefined ? { ok: true, output } : { ok: false, error: internalFailure(lost.id) };
    } catch (error) {
      outcome = { ok: false, error };
    }
    scheduler.runner.noteActivity();
    await options.hooks?.afterCall?.(info, outcome);
    if (!outcome.ok) throw outcome.error;
    return outcome.output;
  }

  const cloud: OwnedCloud = {
    settings,
    credentials,
    region: options.region,
    accountId: options.accountId,
    endpoint: options.endpoint,
    httpEndpoint: options.httpEndpoint,
    assetDirectory: options.assetDirectory,
    clock: scheduler,
    random,
    scheduler,
    lambda: findLambdaHost(options.services),
    idle,
    services,
    outbox,
    meterBook,
    faults,
    traces,
    trace: (entry) => traces.add({ at: scheduler.now(), ...entry }),
    fault: (kind, place) => {
      const struck = faults.strike(kind, place);
      if (struck !== undefined) idle.changed();
      return struck;
    },
    outside: (work) => scheduler.runner.outside(work),
    call,
    meter: (entry) => meterBook.count(entry.service, entry.operation, entry.resource, entry.usage),
    handle: (request) => dispatch(cloud, request, options.onProblem),
    restart(seed) {
      if (!(scheduler instanceof VirtualScheduler)) throw new Error('Only a virtual cloud can begin again.');
      scheduler.restart();
      random.reseed(seed);
      faultsRandom.reseed(`faults ${seed}`);
      for (const book of [faults, credentials, meterBook, traces, idle]) book.reset();
      outbox.length = 0;
    },
  };
  return cloud;
}

function placeOf(call: CallInfo) {
  return {
    service: call.service,
    operation: call.operation,
    ...(call.caller.kind === 'role' ? { function: call.caller.functionName } : {}),
  };
}
