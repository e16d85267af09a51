import * as z from 'zod';
import { contactPointOfVisitor } from '../../shared/domain/webchat.ts';
import { visitorCase, visitorThread } from '../../shared/domain/webchat-thread.ts';
import { answer, type PublicHttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import type { WebchatApiDependencies } from './dependencies.ts';
import { tooMany, visitorOf } from './visitor.ts';

/** Interactions looked at; a thread with other channels shows fewer. */
const MOST = 100;

/** A reply may leave so long after it was written, which is the time it is stored under. */
const LATEST_SENDING = 24 * 3_600_000;

const cursor = z.iso.datetime({ precision: 3 });

/**
 * GET /webchat/messages: what this visitor wrote and what reached them here, never what was said on other channels, and
 * what they may expect. Two reads in a row: whose contact point it is, then thread and cases at the same time.
 */
export async function readMessages(event: PublicHttpEvent, dependencies: WebchatApiDependencies) {
  const { gates, stores } = dependencies;
  const visitor = await visitorOf(event, dependencies);
  if (!visitor.ok) return visitor;
  const problem = tooMany(gates.reads(visitor.body));
  if (problem) return problem;
  const since = event.queryStringParameters?.since;
  if (since !== undefined && !cursor.safeParse(since).success) {
    return refuse(
      'bad-request',
      'bad-cursor',
      'since must be a cursor that an answer gave; start without it.',
    );
  }

  const contactPointId = contactPointOfVisitor(visitor.body);
  const contactPoint = await stores.contactPoint(contactPointId);
  // Nothing is recorded yet: the first message is still on its way, or was never written.
  if (!contactPoint) return answer({ messages: [], ...(since !== undefined && { cursor: since }) });
  const { owner, head } = contactPoint;
  const earliest = since && new Date(Date.parse(since) - LATEST_SENDING).toISOString();
  const [interactions, cases] = await Promise.all([
    stores.thread(owner, { since: earliest, limit: MOST }),
    stores.cases(head),
  ]);
  const subject = visitorCase(cases, contactPointId);
  return answer({
    ...visitorThread(interactions, { contactPointId, since }),
    ...(subject && { case: subject }),
  });
}
