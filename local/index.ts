import type { CallHooks } from './core/call-hooks.ts';
import type { Credentials, FunctionDescription, LoadedFunction } from './core/cloud.ts';
import { createCloud, type OwnedCloud } from './core/create-cloud.ts';
import { freshSeed } from './core/random.ts';
import type { AwsService, HttpRequest, HttpResponse } from './core/service.ts';
import { createServices } from './core/services.ts';
import { turn } from './core/task-runner.ts';
import type { VirtualSchedulerOptions } from './core/virtual-scheduler.ts';
import { freePort } from './endpoint/free-port.ts';
import { closeEndpoint, openEndpoint } from './endpoint/server.ts';
import type { Iam } from './iam/index.ts';
import type { SesOptions } from './ses/index.ts';
import { type Assembly, readAssembly } from './template/assembly.ts';
import { type DeployedResource, deploy } from './template/deploy.ts';
import { flatOutputs } from './template/outputs.ts';

export { connectOf } from './connect/index.ts';
export { parseDuration } from './control/durations.ts';
export { refusalOf } from './control/same-machine.ts';
export type { CallHooks, CallInfo, CallOutcome } from './core/call-hooks.ts';
export type * from './core/cloud.ts';
export type { OwnedCloud } from './core/create-cloud.ts';
export { inProcess } from './core/request-handler.ts';
export { AwsError } from './core/service.ts';
export { httpApiOf } from './http-api/index.ts';
export { type SesOptions, sesOf } from './ses/index.ts';
export { smsVoiceOf } from './sms-voice/index.ts';
export { stepFunctionsOf } from './step-functions/index.ts';
export { type Assembly, readAssembly } from './template/assembly.ts';
export { customResourcesOf } from './template/custom-resources.ts';
export type { DeployedResource } from './template/deploy.ts';
export { type OpenSocket, webSocketsOf } from './websocket-api/index.ts';

export interface StartCloudOptions {
  /** Where `cdk synth` wrote: the directory that holds `manifest.json`. */
  readonly assemblyDirectory: string;
  /** The same as `readAssembly` read it, for who starts many clouds from one. @default read anew */
  readonly assembly?: Assembly;
  /** `live` follows real time, `virtual` stands still until `advance` and repeats exactly for a seed. */
  readonly mode: 'live' | 'virtual';
  /** @default a fresh one when live, `1` when virtual */
  readonly seed?: string | number;
  /** Opens the AWS endpoint and the HTTP port on 127.0.0.1. @default true when live, false when virtual */
  readonly sockets?: boolean;
  /** Port of the AWS endpoint; 0 takes a free one. @default LOCAL_AWS_PORT, else 4566 */
  readonly awsPort?: number;
  /** Port of HTTP APIs and their neighbours; 0 takes a free one. @default LOCAL_HTTP_PORT, else 3000 */
  readonly httpPort?: number;
  /**
   * Port that takes mail in over SMTP, where a template has receipt rules; 0 takes a free one.
   * @default a free one when awsPort is 0, else LOCAL_SMTP_PORT, else 2525
   */
  readonly smtpPort?: number;
  /** What the account's SES is like beforehand: another rule set active, the sandbox, verdicts on senders. */
  readonly ses?: SesOptions;
  /** Runs functions in this process instead of the bundles. */
  readonly loadFunction?: (
    description: FunctionDescription,
    credentials: Credentials,
    /** Given because a function behind a custom resource is loaded while the cloud still starts. */
    cloud: OwnedCloud,
  ) => LoadedFunction | Promise<LoadedFunction>;
  /** Decisions of a simulation at every call. */
  readonly hooks?: CallHooks;
  /** Order and jitter of a virtual scheduler. */
  readonly virtual?: Pick<VirtualSchedulerOptions, 'tie' | 'jitter' | 'idleTurns'>;
  /** Where the virtual clock begins, epoch ms. @default 2026-01-05T09:00:00Z, a Monday */
  readonly start?: number;
  /** @default us-east-1, whose prices stand in `prices.ts` */
  readonly region?: string;
  /** @default 000000000000 */
  readonly accountId?: string;
  /** Which stacks of the assembly to start. @default all */
  readonly stacks?: (stackName: string) => boolean;
  /** Other services than all; for tests. */
  readonly services?: () => { readonly services: readonly AwsService[]; readonly iam: Iam };
  /** Hears of mistakes of the local cloud itself. @default the log when live, thrown by `advance` when virtual */
  readonly onProblem?: (where: string, error: unknown) => void;
}

/** A running local cloud. */
export interface RunningCloud {
  readonly cloud: OwnedCloud;
  /** Outputs of all stacks by name, e.g. `AgentApiUrl`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly DeployedResource[];
  /** Answers a signed request without a socket. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** Moves the clock by `ms`, runs all that falls due, and resolves when all is quiet. */
  advance(ms: number): Promise<void>;
  /** Forgets all data, calls, faults and messages; the resources stay. */
  reset(): Promise<void>;
  /**
   * Begins again as if just started with this seed: no data, no timers, nothing under way, the clock at its start. Only
   * the resources stay, so it is much faster than a new start. For virtual clouds.
   */
  restart(seed: string | number): Promise<void>;
  /** Ends workers, sockets and timers. */
  stop(): Promise<void>;
}

const FUNCTION = 'AWS::Lambda::Function';

const START = Date.UTC(2026, 0, 5, 9);

/** @throws Error with a sentence when the environment names no port */
function portFrom(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port number, not "${text}".`);
}

async function choosePort(sockets: boolean, asked: number | undefined, variable: string, usual: number) {
  if (!sockets) return usual;
  const port = asked ?? portFrom(variable, usual);
  return port === 0 ? freePort() : port;
}

function findAsset(assembly: Assembly, objectKey: string): string {
  const found = assembly.assets.get(objectKey);
  if (found === undefined) throw new Error(`The cloud assembly has no asset ${objectKey}.`);
  return found;
}

/**
 * Runs a synthesised CDK app on this machine.
 *
 * @throws Error with sentences that name what stands in the way: an assembly that is none, a resource or property that
 *   is not implemented, a dependency cycle, a policy that cannot be judged, a port in use
 */
export async function startCloud(options: StartCloudOptions): Promise<RunningCloud> {
  const sockets = options.sockets ?? options.mode === 'live';
  const assembly = options.assembly ?? readAssembly(options.assemblyDirectory);
  const stacks = assembly.stacks.filter(({ name }) => options.stacks?.(name) ?? true);
  const awsPort = await choosePort(sockets, options.awsPort, 'LOCAL_AWS_PORT', 4566);
  const httpPort = await choosePort(sockets, options.httpPort, 'LOCAL_HTTP_PORT', 3000);
  const anyPort = options.awsPort === 0 ? 0 : undefined;
  const smtpPort = await choosePort(sockets, options.smtpPort ?? anyPort, 'LOCAL_SMTP_PORT', 2525);
  const problems: Error[] = [];
  const { services, iam } = options.services
    ? options.services()
    : createServices({ ...(options.ses && { ses: options.ses }) });

  const { loadFunction, hooks } = options;
  let deployed = false;
  const cloud: OwnedCloud = createCloud({
    settings: {
      mode: options.mode,
      sockets,
      httpPort: sockets ? httpPort : 0,
      ...(sockets && { smtpPort }),
      ...(loadFunction && {
        loadFunction: (description, credentials) => loadFunction(description, credentials, cloud),
      }),
    },
    services,
    iam,
    seed: options.seed ?? (options.mode === 'live' ? freshSeed() : 1),
    start: options.start ?? START,
    region: options.region ?? 'us-east-1',
    accountId: options.accountId ?? '000000000000',
    endpoint: `http://127.0.0.1:${awsPort}`,
    httpEndpoint: `http://127.0.0.1:${httpPort}`,
    assetDirectory: (objectKey) => findAsset(assembly, objectKey),
    ...(hooks && {
      // A simulation's decisions are about the running system, not about functions that help to make its resources.
      hooks: {
        beforeCall: (call) => (deployed ? hooks.beforeCall?.(call) : undefined),
        afterCall: (call, outcome) => (deployed ? hooks.afterCall?.(call, outcome) : undefined),
      },
    }),
    ...(options.virtual && { virtual: options.virtual }),
    onProblem:
      options.onProblem ??
      ((where, error) => {
        if (options.mode === 'live') console.error(`The local cloud failed at ${where}:`, error);
        else problems.push(new Error(`The local cloud failed at ${where}.`, { cause: error }));
      }),
  });

  /** In virtual mode a mistake of the cloud must not stay in a list that nobody reads. */
  const complain = () => {
    const [problem] = problems.splice(0);
    if (problem !== undefined) throw problem;
  };
  const closing: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };

  try {
    closing.push(() => cloud.scheduler.stop());
    for (const service of services) {
      if (service.stop) closing.push(() => service.stop?.());
      await service.start?.(cloud);
    }
    const outputs: Record<string, string> = {};
    const reset = async () => {
      await cloud.scheduler.quiet();
      for (const service of services) await service.reset();
      cloud.outbox.length = 0;
      cloud.traces.reset();
      cloud.meterBook.reset();
      cloud.faults.remove();
      cloud.trace({ service: 'local', what: 'reset', resource: 'all' });
      complain();
    };
    const restart = async (seed: string | number) => {
      // What was under way ends first, so that nothing of it reaches into the new beginning.
      for (const service of services) await service.reset();
      await turn();
      cloud.restart(seed);
      for (const service of services) await service.reset();
      for (const service of services) service.begin?.(cloud);
    };
    const advance = async (ms: number) => {
      await cloud.scheduler.advance(ms);
      cloud.trace({ service: 'local', what: 'advanced', resource: 'clock', detail: { ms } });
      complain();
    };
    if (sockets) {
      // Before the resources are made: functions behind custom resources already call it.
      const server = await openEndpoint(awsPort, { cloud, outputs, isReady: () => deployed, advance, reset });
      closing.push(() => closeEndpoint(server));
    }
    const deployment = await deploy(cloud, { stacks });
    if (!sockets && !options.loadFunction && deployment.resources.some(({ type }) => type === FUNCTION)) {
      throw new Error('Without sockets the bundles of functions cannot reach the cloud: pass loadFunction.');
    }
    Object.assign(outputs, flatOutputs(deployment.outputs));
    deployed = true;
    for (const service of services) await service.ready?.(cloud);
    for (const service of services) service.begin?.(cloud);
    // Making resources is no call that anybody would be billed for.
    cloud.meterBook.reset();
    return {
      cloud,
      outputs,
      resources: deployment.resources,
      handle: (request) => cloud.handle(request),
      advance,
      reset,
      restart,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
