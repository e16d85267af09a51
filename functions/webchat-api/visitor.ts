import { readVisitorToken } from '../../shared/domain/tokens.ts';
import { type Answer, answer, type PublicHttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import type { WebchatApiDependencies } from './dependencies.ts';

/** The visitor behind the request's token. Nothing is read: the token says it, and its signature that it is ours. */
export async function visitorOf(
  event: PublicHttpEvent,
  { keys, now }: Pick<WebchatApiDependencies, 'keys' | 'now'>,
): Promise<Answer<string>> {
  const [, token] = /^Bearer ([a-z2-7]{1,200})$/.exec(event.headers.authorization ?? '') ?? [];
  if (token === undefined) {
    return refuse(
      'unauthorized',
      'no-token',
      'Send the token of a chat session as "Authorization: Bearer <token>".',
    );
  }
  const verdict = readVisitorToken(await keys(), token, now().toISOString());
  if (verdict.kind === 'genuine') return answer(verdict.claims.visitorId);
  return verdict.because === 'expired'
    ? refuse('unauthorized', 'session-expired', 'This chat session has ended; start a new one.')
    : refuse('unauthorized', 'bad-token', 'This token was not given out here; start a new chat session.');
}

/**
 * Refuses pages of other sites. Only browsers send an Origin, and they send it truly; whatever sends none is no page, so
 * an app or a program is let through: the check would keep nobody out who can write a header.
 */
export function originProblem(event: PublicHttpEvent, origins: readonly string[]): Answer<never> | undefined {
  const { origin } = event.headers;
  if (origin === undefined || origins.includes(origin)) return undefined;
  return refuse('forbidden', 'other-origin', 'This page may not use the chat; its origin is not configured.');
}

/** Refuses who comes too often. */
export function tooMany(waitSeconds: number): Answer<never> | undefined {
  if (waitSeconds === 0) return undefined;
  const message = `That was too much at once; wait ${waitSeconds} ${waitSeconds === 1 ? 'second' : 'seconds'}.`;
  return refuse('too-many', 'too-many', message, { waitSeconds });
}

/** The biggest body taken, in bytes. */
const LARGEST_BODY = 8_192;

export function sizeProblem({ body = '', isBase64Encoded }: PublicHttpEvent): Answer<never> | undefined {
  const bytes = isBase64Encoded ? (body.length / 4) * 3 : Buffer.byteLength(body);
  if (bytes <= LARGEST_BODY) return undefined;
  return refuse('too-large', 'too-large', 'The request is larger than 8 KB; send a shorter message.');
}
