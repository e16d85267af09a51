import type { VisitorCase, VisitorMessage } from '../../../shared/domain/webchat-thread.ts';

export interface ChatSession {
  readonly token: string;
}

interface Thread {
  readonly messages: readonly VisitorMessage[];
  readonly case?: VisitorCase;
  readonly cursor?: string;
}

/** The token is not good, or no longer: the page starts anew without it. */
export class StrangeToken extends Error {}

/** The web chat's API by way of the console's server, which says why it stands between. */
async function ask<Answer>(path: string, token: string | undefined, body?: object): Promise<Answer> {
  const response = await fetch(`/console/chat/${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
  });
  const answer = JSON.parse(await response.text());
  if (response.ok) return answer;
  const message = answer?.error?.message ?? `The chat answered ${response.status}.`;
  throw response.status === 401 ? new StrangeToken(message) : new Error(message);
}

export const chatApi = {
  open: (token: string | undefined) => ask<ChatSession>('sessions', token, {}),
  send: (token: string, message: { id: string; text: string; language: string; timeZone: string }) =>
    ask<{ interactionId: string }>('messages', token, message),
  read: (token: string, since: string | undefined) =>
    ask<Thread>(since === undefined ? 'messages' : `messages?since=${encodeURIComponent(since)}`, token),
  /** Says when something changed, not what. A real page connects to the session's own `liveUpdatesUrl`. */
  listen: (token: string) => new WebSocket(`ws://${location.host}/console/chat/live`, ['throughline', token]),
};
