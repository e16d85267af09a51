import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Credentials,
  type FunctionDescription,
  inProcess,
  type LoadedFunction,
  type OwnedCloud,
} from '../../local/index.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { NO_ANSWER_STATUS } from './strike.ts';

interface Bundle {
  build(environment: Readonly<Record<string, string>>, outside: Partial<Outside>): LoadedFunction;
}

/** The transport of an SDK client. */
export interface Transport {
  handle(request: WireRequest, options?: unknown): Promise<{ readonly response: WireResponse }>;
}

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WireResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Alters what one function asks of the world; for planted mistakes. */
export type Alteration = (folder: string, transport: Transport, cloud: OwnedCloud) => Transport;

const bundles = new Map<string, Bundle>();

/** Folder inside an assembly where `bundleTogether` wrote its functions. */
export const TOGETHER = 'together';

/**
 * The code of a function: of those bundled together when the assembly has them, else the very bundle that would be
 * deployed. Each is read once a process; what it builds is new for every environment.
 */
export async function bundleOf(
  { name, codeDirectory }: FunctionDescription,
  cloud: OwnedCloud,
): Promise<Bundle> {
  const known = bundles.get(codeDirectory);
  if (known) return known;
  const together = join(codeDirectory, '..', TOGETHER, `${folderOf(name)}.mjs`);
  const file = existsSync(together) ? together : join(codeDirectory, 'index.mjs');
  const bundle: Bundle = await cloud.outside(import(pathToFileURL(file).href));
  bundles.set(codeDirectory, bundle);
  return bundle;
}

/** Folder under `functions` of a deployed function. */
export const folderOf = (functionName: string) => functionName.replace(/^throughline-[^-]+-/, '');

/** A transport into the cloud; a call that is lost on the way ends as a client's own timeout. */
export function transportTo(cloud: OwnedCloud): Transport {
  const direct: Transport = inProcess(cloud);
  return {
    ...direct,
    async handle(request: WireRequest) {
      const answer = await direct.handle(request);
      if (answer.response.statusCode !== NO_ANSWER_STATUS) return answer;
      throw Object.assign(new Error('The other side does not answer.'), { name: 'TimeoutError' });
    },
  };
}

/**
 * Makes an SDK client leave out what nobody looks at: it names its key as a signature does and signs nothing, which the
 * local cloud would not check.
 */
export function withoutCeremony({ accessKeyId }: Credentials): Partial<Outside> {
  return {
    signerConstructor: class {
      readonly #authorization: string;

      constructor({ region, service }: { readonly region: unknown; readonly service: string }) {
        this.#authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/${region}/${service}/aws4_request`;
      }

      async sign(request: { headers: Record<string, string> }) {
        request.headers.authorization = this.#authorization;
        return request;
      }
    } as never,
  };
}
