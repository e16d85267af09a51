import { httpApiOf, type RunningCloud } from '../../local/index.ts';

/** The answer of the agent API. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

export interface ApiCall {
  readonly method: string;
  /** Below the API's base path, with its query, as it stands on the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Calls the agent API through its HTTP API and authorizer, with exactly what is given. */
export async function callAgentApi(
  { cloud, outputs }: RunningCloud,
  { method, path, headers, body = '' }: ApiCall,
): Promise<Answer> {
  const base = new URL(outputs.AgentApiUrl ?? '').pathname.replace(/\/$/, '');
  const [route = '', query = ''] = path.split('?');
  const served = httpApiOf(cloud).serve({
    method,
    path: base + route,
    rawPath: base + route,
    rawQuery: query,
    query: new URLSearchParams(query),
    headers: { 'content-type': 'application/json', host: '127.0.0.1:3000', ...headers },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
  await cloud.scheduler.quiet();
  const answer = await served;
  const text = typeof answer?.body === 'string' ? answer.body : new TextDecoder().decode(answer?.body);
  return {
    status: answer?.status ?? 0,
    headers: answer?.headers ?? {},
    body: text === '' ? undefined : JSON.parse(text),
  };
}
