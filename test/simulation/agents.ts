import { caseFromItem } from '../../shared/stores/case-store.ts';
import { contactPointKey, customerPartition } from '../../shared/stores/keys.ts';
import { fromAttributes, toAttributes } from '../../shared/stores/table.ts';
import type { AgentStep } from './plan.ts';
import { type Answer, addressOf, ask, insist } from './web.ts';
import type { World } from './world.ts';

/** A request of an agent and the answers it got; several, when it was posted again. */
export interface Posted {
  readonly step: AgentStep;
  readonly caseId: string;
  readonly path: string;
  readonly body: unknown;
  readonly answers: Answer[];
}

const DEVELOPER = { kind: 'developer' } as const;
const QUEUES = ['general', 'billing', 'support-es'];

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
  readonly #contactPointsOf: (customer: number) => readonly string[];
  readonly #tokens = new Map<string, { readonly token: string; readonly until: number }>();

  /** @param contactPointsOf ids of the contact points from which a customer may have written */
  constructor(world: World, contactPointsOf: (customer: number) => readonly string[]) {
    this.#world = world;
    this.#contactPointsOf = contactPointsOf;
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

  async #post({ step, path, body, answers }: Posted): Promise<void> {
    const post = () => this.call(step.agent, 'POST', path, body);
    await insist(this.#world.cloud, post, (answer) => void answers.push(answer));
  }

  async call(agent: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const url = `${addressOf(this.#world, 'AgentApiUrl')}${path}`;
    return ask(this.#world.cloud, { method, url, token: await this.#tokenOf(agent), body });
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
    for (const id of this.#contactPointsOf(customer)) {
      const found = await cloud.call(
        'dynamodb',
        'GetItem',
        { TableName: tableName, Key: toAttributes({ ...contactPointKey(id) }) },
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
