import * as z from 'zod';
import { readVisitorToken } from '../../shared/domain/tokens.ts';
import { contactPointOfVisitor } from '../../shared/domain/webchat.ts';
import type { LiveTopic } from '../../shared/stores/live-connection-store.ts';
import type { LiveConnectDependencies } from './dependencies.ts';

/** What API Gateway asks before it lets a screen connect. Header names are as the client spelt them. */
const connectEvent = z.object({
  headers: z.record(z.string(), z.string()).optional(),
  requestContext: z.object({ connectionId: z.string(), eventType: z.literal('CONNECT') }),
});

export interface ConnectAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The subprotocol that clients ask for, beside one that is their token. */
const SUBPROTOCOL = 'throughline';

/** Seconds: API Gateway ends every connection after two hours. */
const LONGEST = 2 * 3600 + 600;

type Admission = { readonly topic: LiveTopic } | { readonly refusal: ConnectAnswer };

/**
 * $connect: lets a screen in that says whose it is, and writes down what it will hear about. The token comes as a second
 * subprotocol: a browser can set no other header, and addresses end up in logs and histories.
 */
export async function liveConnect(
  event: unknown,
  dependencies: LiveConnectDependencies,
): Promise<ConnectAnswer> {
  const { headers = {}, requestContext } = connectEvent.parse(event);
  const header = (wanted: string) =>
    Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
  const origin = header('origin');
  if (origin !== undefined && !dependencies.origins.includes(origin)) {
    return refusal(403, 'This page may not connect; its origin is not configured.');
  }
  const [subprotocol, token = ''] = (header('sec-websocket-protocol') ?? '').split(/, */);
  if (subprotocol !== SUBPROTOCOL) {
    return refusal(401, `Ask for two subprotocols: "${SUBPROTOCOL}" and the token of a session.`);
  }
  const admission = await admit(token, dependencies);
  if ('refusal' in admission) return admission.refusal;
  if (dependencies.gate(admission.topic) > 0) return refusal(429, 'That was too often; wait a little.');
  const { connectionId } = requestContext;
  const expiresAt = Math.floor(dependencies.now().getTime() / 1000) + LONGEST;
  await dependencies.save({ topic: admission.topic, connectionId, expiresAt });
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
}

/** The topic that a token opens. A visitor's opens their own chat; another kind of token would open others here. */
async function admit(token: string, { keys, now }: LiveConnectDependencies): Promise<Admission> {
  const verdict = readVisitorToken(await keys(), token, now().toISOString());
  return verdict.kind === 'genuine'
    ? { topic: `visitor#${contactPointOfVisitor(verdict.claims.visitorId)}` }
    : { refusal: refusal(401, 'The token is not good, or no longer; start a new session.') };
}

function refusal(statusCode: number, body: string): ConnectAnswer {
  return { statusCode, body };
}
