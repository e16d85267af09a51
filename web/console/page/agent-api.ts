import type { Case } from '../../../shared/domain/case.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import type { CasePromise } from '../../../shared/domain/promise.ts';

/** A refusal of the agent API with its own sentence; 409 carries what came meanwhile. */
export class Refusal extends Error {
  readonly status: number;
  readonly meanwhile: readonly Interaction[];

  constructor(status: number, message: string, meanwhile: readonly Interaction[]) {
    super(message);
    this.status = status;
    this.meanwhile = meanwhile;
  }
}

/** A line of the work list. */
export type WorkItem = Pick<
  Case,
  'caseId' | 'customerId' | 'channel' | 'waitingSince' | 'arrivals' | 'claim'
> & {
  readonly promise?: ShownPromise;
  readonly queue?: string;
  readonly priority?: number;
};

type ShownPromise = Pick<CasePromise, 'due' | 'state'>;

/** A message of a thread, with links to what came with it. */
export type ThreadInteraction = Omit<Interaction, 'attachments' | 'htmlKey'> & {
  readonly attachments?: readonly SavedFile[];
  readonly htmlUrl?: string;
  /** With what to do about a failure, where there is something to do. */
  readonly delivery?: { readonly sentence?: string };
};

interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly url: string;
}

export type CaseView = Pick<
  Case,
  'caseId' | 'customerId' | 'state' | 'arrivals' | 'answered' | 'route' | 'claim'
> & { readonly promise?: ShownPromise };

/** The agent API as one agent uses it. A token that has expired is renewed, for the clock here may jump by days. */
export function agentApi(baseUrl: string, newToken: () => Promise<string>) {
  let token: string | undefined;
  async function request(method: 'GET' | 'POST', path: string, body: unknown): Promise<Response> {
    token ??= await newToken();
    return fetch(`${baseUrl.replace(/\/$/, '')}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async function call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    let response = await request(method, path, body);
    if (response.status === 401) {
      token = undefined;
      response = await request(method, path, body);
    }
    const answer = JSON.parse(await response.text());
    if (!response.ok) {
      const unauthorized = response.status === 401 && 'The sign-in has expired; sign in again.';
      const message =
        unauthorized || (answer?.error?.message ?? `The agent API answered ${response.status}.`);
      throw new Refusal(response.status, message, answer?.error?.details?.meanwhile ?? []);
    }
    return answer;
  }
  const onCase = (caseId: string, action: string) => `/cases/${encodeURIComponent(caseId)}/${action}`;
  return {
    work: () => call<{ items: WorkItem[] }>('GET', '/work'),
    case: (caseId: string) => call<{ case: CaseView }>('GET', `/cases/${encodeURIComponent(caseId)}`),
    thread: (customerId: string) =>
      call<{ items: ThreadInteraction[] }>('GET', `/customers/${encodeURIComponent(customerId)}/thread`),
    claim: (caseId: string) => call('POST', onCase(caseId, 'claim'), {}),
    release: (caseId: string) => call('POST', onCase(caseId, 'release'), {}),
    resolve: (caseId: string) => call('POST', onCase(caseId, 'resolve'), {}),
    reopen: (caseId: string) => call('POST', onCase(caseId, 'reopen'), {}),
    reply: (caseId: string, text: string, answers: number) =>
      call('POST', onCase(caseId, 'replies'), { text, answers }),
    note: (caseId: string, text: string) => call('POST', onCase(caseId, 'notes'), { text }),
  };
}

export type AgentApi = ReturnType<typeof agentApi>;
