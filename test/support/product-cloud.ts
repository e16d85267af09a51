import {
  type CallHooks,
  httpApiOf,
  type OwnedCloud,
  type RunningCloud,
  smsVoiceOf,
  startCloud,
} from '../../local/index.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { WorkItem } from '../../web/console/page/agent-api.ts';
import { loadBundle, outsideOf } from './load-bundle.ts';

export interface ProductCloudOptions {
  readonly assembly: string;
  readonly seed?: string | number;
  readonly hooks?: CallHooks;
}

/** The answer of the agent API. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely.
  readonly body: any;
}

/** The whole product on a virtual clock, run from its templates and bundles, as its three kinds of people use it. */
export async function startProduct({ assembly, seed = 1, hooks }: ProductCloudOptions) {
  const logLines: Readonly<Record<string, unknown>>[] = [];
  let cloud: OwnedCloud | undefined;
  const running: RunningCloud = await startCloud({
    assemblyDirectory: assembly,
    mode: 'virtual',
    seed,
    ...(hooks && { hooks }),
    loadFunction: (description, credentials) => {
      if (!cloud) throw new Error('A function was called before the cloud had started.');
      return loadBundle(
        description,
        cloud,
        outsideOf(cloud, credentials, (line) => void logLines.push(line)),
      );
    },
  });
  cloud = running.cloud;
  const owned = running.cloud;
  const voice = smsVoiceOf(owned);

  return {
    running,
    cloud: owned,
    outputs: running.outputs,
    logLines,
    /** Seconds pass, and all that falls due happens. */
    settle: (seconds = 60) => running.advance(seconds * 1_000),
    /** A customer sends an SMS; nothing has happened with it yet. */
    sms(from: string, text: string, more: { readonly id?: string; readonly inReplyTo?: string | null } = {}) {
      const { id, inReplyTo } = more;
      return voice.receive(owned, { from, text, inReplyTo, inboundMessageId: id });
    },
    /** Texts that the phone with this number has received. */
    phone: (number: string) => owned.outbox.filter(({ to }) => to === number).map(({ text }) => text),
    /** The provider opts a number out; the product is not told. */
    async optOutAtProvider(OptedOutNumber: string) {
      const numbers = voice.numbers();
      const OptOutListName = numbers[0]?.optOutListName ?? 'Default';
      await owned.call(
        'sms-voice',
        'PutOptedOutNumber',
        { OptOutListName, OptedOutNumber },
        { kind: 'developer' },
      );
    },
    agent: (name: string, queues: readonly string[], role: 'agent' | 'supervisor' = 'agent') =>
      agentOf(running, name, queues, role),
    stop: () => running.stop(),
  };
}

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** One agent with a token of the local issuer, calling the agent API through its HTTP API and authorizer. */
function agentOf({ cloud, outputs }: RunningCloud, name: string, queues: readonly string[], role: string) {
  const api = httpApiOf(cloud);
  const base = new URL(outputs.AgentApiUrl ?? '').pathname.replace(/\/$/, '');
  const issuer = [...cloud.services.values()].find(({ issueToken }) => issueToken !== undefined);
  const tokenOf = async () => (await issuer?.issueToken?.({ agent: name, queues: [...queues], role })) ?? '';

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const [route = '', query = ''] = path.split('?');
    const served = api.serve({
      method,
      path: base + route,
      rawPath: base + route,
      rawQuery: query,
      query: new URLSearchParams(query),
      headers: {
        authorization: `Bearer ${await tokenOf()}`,
        'content-type': 'application/json',
        host: '127.0.0.1:3000',
        ...headers,
      },
      body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
    });
    await cloud.scheduler.quiet();
    const answer = await served;
    const text = typeof answer?.body === 'string' ? answer.body : new TextDecoder().decode(answer?.body);
    return { status: answer?.status ?? 0, body: text === '' ? undefined : JSON.parse(text) };
  }

  return {
    call,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) =>
      call('POST', path, body, headers),
    work: async (queue?: string): Promise<WorkItem[]> =>
      (await call('GET', queue ? `/work?queue=${queue}` : '/work')).body.items,
    thread: async (customerId: string): Promise<Interaction[]> =>
      (await call('GET', `/customers/${customerId}/thread`)).body.items,
  };
}
