import { httpApiOf } from '../../local/index.ts';
import { caseFromItem } from '../../shared/stores/case-store.ts';
import { contactPointKey, customerPartition } from '../../shared/stores/keys.ts';
import { fromAttributes, toAttributes } from '../../shared/stores/table.ts';
import { contactPointOf } from './customers.ts';
import type { AgentStep, SimulatedCustomer } from './plan.ts';
import type { World } from './world.ts';

/** A request of an agent and the answers it got; several, when it was posted again. */
export interface Posted {
  readonly step: AgentStep;
  readonly caseId: string;
  readonly path: string;
  readonly body: unknown;
  readonly answers: Answer[];
}

export interface Answer {
  readonly at: number;
  readonly status: number;
  readonly body: any;
}

const DEVELOPER = { kind: 'developer' } as const;
const QUEUES = ['general', 'billing', 'support-es'];

/** How often an agent's browser posts a request again that the other side failed on, and after how long (ms). */
const POSTS_AGAIN = 3;
const AFTER_MS = 2_000;

const PATHS = {
  claims: 'claim',
  replies: 'replies',
  notes: 'notes',
  releases: 'release',
  resolves: 'resolve',
  reopens: 'reopen',
} as const;

/** The agents of a run, calling the agent API through its HTTP API and authorizer. */
export class Agents {
  readonly posted: Posted[] = [];
  readonly #world: World;
  readonly #customers: readonly SimulatedCustomer[];
  readonly #tokens = new Map<string, { readonly token: string; readonly until: number }>();

  constructor(world: World, customers: readonly SimulatedCustomer[]) {
    this.#world = world;
    this.#customers = customers;
  }

  /** Does what an agent's step says; nothing when the customer has no case yet. */
  async act(step: AgentStep): Promise<void> {
    const subject = await this.#newestCase(step.customer);
    if (!subject) return;
    if (step.does === 'looks') {
      await this.call(step.agent, 'GET', '/work');
      await this.call(step.agent, 'GET', `/customers/${subject.customerId}/thread`);
      return;
    }
    const path = `/cases/${subject.caseId}/${PATHS[step.does]}`;
    const posted: Posted = { step, caseId: subject.caseId, path, body: bodyOf(step, subject), answers: [] };
    this.posted.push(posted);
    for (const later of step.again) {
      this.#world.cloud.scheduler.after(later, 'an agent posts again', () => this.#post(posted));
    }
    await this.#post(posted);
  }

  async #post(posted: Posted): Promise<void> {
    for (let left = POSTS_AGAIN; ; left--) {
      const answer = await this.call(posted.step.agent, 'POST', posted.path, posted.body);
      posted.answers.push(answer);
      if (answer.status < 500 || left === 0) return;
      await new Promise<void>((resolve) => {
        this.#world.cloud.scheduler.after(AFTER_MS, 'an agent waits', resolve);
      });
    }
  }

  async call(agent: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const { cloud, running } = this.#world;
    const base = new URL(running.outputs.AgentApiUrl ?? '').pathname.replace(/\/$/, '');
    const [route = '', query = ''] = path.split('?');
    const served = await httpApiOf(cloud).serve({
      method,
      path: base + route,
      rawPath: base + route,
      rawQuery: query,
      query: new URLSearchParams(query),
      headers: {
        authorization: `Bearer ${await this.#tokenOf(agent)}`,
        'content-type': 'application/json',
        host: '127.0.0.1:3000',
      },
      body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
    });
    const text = typeof served?.body === 'string' ? served.body : new TextDecoder().decode(served?.body);
    const at = cloud.clock.now();
    return { at, status: served?.status ?? 0, body: text === '' ? undefined : JSON.parse(text) };
  }

  async #tokenOf(agent: string): Promise<string> {
    const { cloud } = this.#world;
    const known = this.#tokens.get(agent);
    if (known && known.until > cloud.clock.now()) return known.token;
    const issuer = [...cloud.services.values()].find(({ issueToken }) => issueToken !== undefined);
    const role = agent === 'sofia' ? 'supervisor' : 'agent';
    const token = (await issuer?.issueToken?.({ agent, queues: QUEUES, role })) ?? '';
    this.#tokens.set(agent, { token, until: cloud.clock.now() + 50 * 60_000 });
    return token;
  }

  /** What an agent who looks at the customer sees first; read past the API, so that it needs no luck. */
  async #newestCase(customer: number) {
    const { cloud, tableName } = this.#world;
    for (const phone of this.#customers[customer]?.phones ?? []) {
      const found = await cloud.call(
        'dynamodb',
        'GetItem',
        { TableName: tableName, Key: toAttributes({ ...contactPointKey(contactPointOf(phone)) }) },
        DEVELOPER,
      );
      const { Item } = found as { Item?: Parameters<typeof fromAttributes>[0] };
      if (!Item) continue;
      const { Items } = (await cloud.call(
        'dynamodb',
        'Query',
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :cases)',
          ExpressionAttributeValues: toAttributes({
            ':pk': customerPartition(String(fromAttributes(Item).head)),
            ':cases': 'CASE#',
          }),
          ScanIndexForward: false,
          Limit: 1,
        },
        DEVELOPER,
      )) as { Items: Parameters<typeof fromAttributes>[0][] };
      return Items[0] && caseFromItem(fromAttributes(Items[0]));
    }
    return undefined;
  }
}

function bodyOf(step: AgentStep, { arrivals }: { readonly arrivals: number }): unknown {
  const answers = Math.max(0, arrivals - (step.overlooks ? 1 : 0));
  switch (step.does) {
    case 'replies':
      return { text: step.text, answers };
    case 'notes':
      return { text: step.text };
    case 'resolves':
      return step.overlooks ? { answers } : {};
    default:
      return {};
  }
}
