import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Credentials,
  customResourcesOf,
  type FunctionDescription,
  inProcess,
  type LoadedFunction,
  type OwnedCloud,
} from '../../local/index.ts';
import type { LogSink } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** What the bundle of every function exports beside its handler. */
interface Bundle {
  build(environment: Readonly<Record<string, string>>, outside: Partial<Outside>): LoadedFunction;
}

/** The world outside a function, as the local cloud has it: its clock, its randomness, no sockets. */
export function outsideOf(cloud: OwnedCloud, credentials: Credentials, sink: LogSink): Outside {
  const { scheduler, random } = cloud;
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      scheduler.after(ms, 'a function sleeps', resolve);
    });
  return {
    requestHandler: inProcess(cloud),
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials,
    now: () => new Date(cloud.clock.now()),
    newId: () => Array.from({ length: 16 }, () => CROCKFORD.charAt(Math.floor(random.next() * 32))).join(''),
    sleep,
    sink,
    respond: async (url, body) => customResourcesOf(cloud).respond(url, body),
  };
}

/** Runs the very bundle that would be deployed, in this process: `build` is exported beside `handler`. */
export async function loadBundle(
  { codeDirectory, environment }: FunctionDescription,
  cloud: OwnedCloud,
  outside: Outside,
): Promise<LoadedFunction> {
  // Reading the file takes real time, during which the local clock must stand still.
  const bundle: Bundle = await cloud.outside(import(pathToFileURL(join(codeDirectory, 'index.mjs')).href));
  return bundle.build(environment, outside);
}
