import * as z from 'zod';
import { type Answer, answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';

/** Which part of a list is asked for. */
export interface Page {
  readonly limit: number;
  /** Key of the last item already seen. */
  readonly after?: string;
}

const LIMIT = { least: 1, most: 100, default: 25 };

const limitSchema = z.coerce.number().int().min(LIMIT.least).max(LIMIT.most).default(LIMIT.default);

/**
 * The page a request asks for by `limit` and `cursor`. A cursor is not signed: it is a place in a list, checked
 * against that list's form, and whoever makes one up only starts elsewhere in a list that they may read anyway.
 *
 * @param place form of the list's keys.
 */
export function pageOf(event: HttpEvent, place: RegExp): Answer<Page> {
  const query = event.queryStringParameters ?? {};
  const limit = limitSchema.safeParse(query.limit);
  if (!limit.success) {
    return refuse(
      'bad-request',
      'bad-limit',
      `limit must be a whole number from ${LIMIT.least} to ${LIMIT.most}.`,
    );
  }
  if (query.cursor === undefined) return answer({ limit: limit.data });
  const after = Buffer.from(query.cursor, 'base64url').toString('utf8');
  if (!place.test(after) || cursorOf(after) !== query.cursor) {
    return refuse(
      'bad-request',
      'bad-cursor',
      'cursor must be one that the list before gave; start without it.',
    );
  }
  return answer({ limit: limit.data, after });
}

/** The cursor that continues behind `key`. */
export function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}
