import { httpApiOf, type OwnedCloud } from '../../local/index.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly at: number;
  readonly status: number;
  /** Of an answer in JSON. */
  readonly body: any;
}

export interface WebRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
}

/** How often somebody asks again where the other side failed, and after how long (ms). */
const ASKS_AGAIN = 3;
const AFTER_MS = 2_000;

/** A request from outside to one of the product's HTTP APIs. */
export async function ask(cloud: OwnedCloud, { method, url, token, body }: WebRequest): Promise<Answer> {
  const { pathname, searchParams } = new URL(url);
  const served = await httpApiOf(cloud).serve({
    method,
    path: pathname,
    rawPath: pathname,
    rawQuery: searchParams.toString(),
    query: searchParams,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      host: '127.0.0.1:3000',
    },
    body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
  });
  const text = typeof served?.body === 'string' ? served.body : new TextDecoder().decode(served?.body);
  const isJson = served?.headers?.['content-type']?.startsWith('application/json') && text !== '';
  return { at: cloud.clock.now(), status: served?.status ?? 0, body: isJson ? JSON.parse(text) : undefined };
}

/**
 * Asks until the other side does not fail, a few times; each answer is told.
 *
 * @returns the last answer
 */
export async function insist(
  cloud: OwnedCloud,
  once: () => Promise<Answer>,
  tell: (answer: Answer) => void = () => undefined,
): Promise<Answer> {
  for (let left = ASKS_AGAIN; ; left--) {
    const answer = await once();
    tell(answer);
    if (answer.status < 500 || left === 0) return answer;
    await new Promise<void>((resolve) => {
      cloud.scheduler.after(AFTER_MS, 'somebody waits', resolve);
    });
  }
}

/** The address of an API, by the output that names it. */
export const addressOf = ({ running }: Pick<World, 'running'>, output: string) =>
  (running.outputs[output] ?? '').replace(/\/$/, '');
