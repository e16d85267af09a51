import { httpApiOf } from '../../local/index.ts';
import type { Product } from './product-cloud.ts';

export interface Visit {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** Fields of a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Exactly these bytes, with the content type of the headers. */
  readonly bytes?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a browser or a program gets that opens the link of a survey. */
export async function visit({ running, cloud }: Product, link: string, how: Visit = {}) {
  const { form, json, bytes } = how;
  const sends = form !== undefined || json !== undefined || bytes !== undefined;
  const { method = sends ? 'POST' : 'GET' } = how;
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const content = bytes ?? (json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json));
  const { pathname } = new URL(link);
  const served = httpApiOf(running.cloud).serve({
    method,
    path: pathname,
    rawPath: pathname,
    rawQuery: '',
    query: new URLSearchParams(),
    headers: { ...(sends && { 'content-type': type }), ...how.headers },
    body: typeof content === 'string' ? new TextEncoder().encode(sends ? content : '') : content,
  });
  await cloud.scheduler.quiet();
  const answer = await served;
  const body = Buffer.from(answer?.body ?? '').toString();
  return { status: answer?.status ?? 0, headers: answer?.headers ?? {}, body };
}

/** The link in a message. */
export function linkIn(text: string | undefined): string {
  const link = /https?:\/\/\S+\/survey\/[a-z2-7]+/.exec(text ?? '')?.[0];
  if (link === undefined) throw new Error(`There is no link of a survey in: ${text}`);
  return link;
}
