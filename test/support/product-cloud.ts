import type { CognitoService, TokenClaims } from '../../local/cognito/index.ts';
import { type CallHooks, type RunningCloud, smsVoiceOf, startCloud } from '../../local/index.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { WorkItem } from '../../web/console/page/agent-api.ts';
import { type Answer, type ApiCall, callAgentApi } from './agent-api-caller.ts';
import { deadLettersOf, redriveAll } from './dead-letters.ts';
import { loadBundle, outsideOf } from './load-bundle.ts';

const DEVELOPER = { kind: 'developer' } as const;

export interface ProductCloudOptions {
  readonly assembly: string;
  readonly seed?: string | number;
  readonly hooks?: CallHooks;
  /**
   * Where the clock stands at first, ISO.
   * @default the local cloud's own
   */
  readonly start?: string;
  /**
   * How a function is loaded.
   * @default the bundle, in this process
   */
  readonly load?: typeof loadBundle;
}

/** The whole product on a virtual clock, run from its templates and bundles, as its three kinds of people use it. */
export async function startProduct({
  assembly,
  seed = 1,
  hooks,
  start,
  load = loadBundle,
}: ProductCloudOptions) {
  const logLines: Readonly<Record<string, unknown>>[] = [];
  const running: RunningCloud = await startCloud({
    assemblyDirectory: assembly,
    mode: 'virtual',
    seed,
    ...(hooks && { hooks }),
    ...(start !== undefined && { start: Date.parse(start) }),
    loadFunction: (description, credentials, cloud) =>
      load(
        description,
        cloud,
        outsideOf(cloud, credentials, (line) => void logLines.push(line)),
      ),
  });
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
    /** The provider publishes this text, whatever it is, as the payload of an SMS. */
    publish: (Message: string) =>
      owned.call('sns', 'Publish', { TopicArn: running.outputs.InboundSmsTopicArn, Message }, DEVELOPER),
    deadLetters: () => deadLettersOf(owned),
    redrive: () => redriveAll(owned),
    /** Texts that the phone with this number has received, without the receipts. */
    phone: (number: string) => textsTo(owned, number, false),
    /** The receipts that it has received. */
    receipts: (number: string) => textsTo(owned, number, true),
    /** The provider opts a number out; the product is not told. */
    async optOutAtProvider(OptedOutNumber: string) {
      const numbers = voice.numbers();
      const OptOutListName = numbers[0]?.optOutListName ?? 'Default';
      await owned.call('sms-voice', 'PutOptedOutNumber', { OptOutListName, OptedOutNumber }, DEVELOPER);
    },
    agent: (name: string, queues: readonly string[], role: 'agent' | 'supervisor' = 'agent') =>
      agentOf(running, name, queues, role),
    /** A request to the agent API with just these headers and this body. */
    request: (call: ApiCall) => callAgentApi(running, call),
    /** A token that the local issuer signs, whatever it claims. */
    token: (claims: Partial<TokenClaims> = {}) =>
      (owned.services.get('cognito-idp') as CognitoService).issue({
        subject: 'ana',
        groups: ['queue:general'],
        scopes: ['throughline/agent'],
        ...claims,
      }),
    stop: () => running.stop(),
  };
}

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** Receipts are known by the configuration set they leave with. */
function textsTo(cloud: RunningCloud['cloud'], number: string, receipts: boolean): string[] {
  return cloud.outbox
    .filter(
      ({ to, configurationSet = '' }) => to === number && configurationSet.endsWith('-receipts') === receipts,
    )
    .map(({ text }) => text);
}

/** One agent with a token of the local issuer, calling the agent API through its HTTP API and authorizer. */
function agentOf(running: RunningCloud, name: string, queues: readonly string[], role: string) {
  const issuer = [...running.cloud.services.values()].find(({ issueToken }) => issueToken !== undefined);
  const tokenOf = async () => (await issuer?.issueToken?.({ agent: name, queues: [...queues], role })) ?? '';

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    callAgentApi(running, {
      method,
      path,
      headers: { authorization: `Bearer ${await tokenOf()}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  return {
    call,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) =>
      call('POST', path, body, headers),
    work: async (queue?: string): Promise<WorkItem[]> =>
      (await call('GET', queue ? `/work?queue=${queue}` : '/work')).body.items,
    /** What customer and agents said, newest first; receipts are left out. */
    thread: async (customerId: string): Promise<Interaction[]> => {
      const { body } = await call('GET', `/customers/${customerId}/thread`);
      const items: Interaction[] = body.items;
      return items.filter(({ kind }) => kind !== 'receipt');
    },
  };
}
