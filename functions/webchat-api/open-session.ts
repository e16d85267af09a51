import * as z from 'zod';
import { visitorToken } from '../../shared/domain/tokens.ts';
import { visitorExpiry } from '../../shared/domain/webchat.ts';
import { answer, type PublicHttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import type { WebchatApiDependencies } from './dependencies.ts';
import { sizeProblem, tooMany, visitorOf } from './visitor.ts';

const sessionBody = z.strictObject({});

/** POST /webchat/sessions: a new visitor, or with a token that is still good the same one for longer. */
export async function openSession(event: PublicHttpEvent, dependencies: WebchatApiDependencies) {
  const { keys, now, newId, gates, liveUpdatesUrl } = dependencies;
  const problem =
    tooMany(gates.sessions(networkOf(event.requestContext.http.sourceIp))) ?? sizeProblem(event);
  if (problem) return problem;
  const body = event.body ? readBody(event, sessionBody) : answer({});
  if (!body.ok) return body;
  const known =
    event.headers.authorization === undefined ? answer(newId()) : await visitorOf(event, dependencies);
  if (!known.ok) return known;
  const expiresAt = visitorExpiry(now().toISOString());
  const token = visitorToken(await keys(), { visitorId: known.body, expiresAt });
  return answer({ token, expiresAt, liveUpdatesUrl });
}

/** Who holds an IPv6 address holds all of its /64. */
function networkOf(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}
