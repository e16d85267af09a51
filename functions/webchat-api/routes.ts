/**
 * The routes of the web chat, by route key of the HTTP API. Infrastructure builds its routes from this list, the
 * handler answers it, and `openapi.yaml` describes it; tests hold the three together. Imports nothing.
 */
export const WEBCHAT_ROUTES = [
  'POST /webchat/sessions',
  'POST /webchat/messages',
  'GET /webchat/messages',
] as const;

export type WebchatRoute = (typeof WEBCHAT_ROUTES)[number];

/** Requests a second that the API lets through to each route, from all visitors together. */
export const WEBCHAT_LIMITS: Readonly<Record<WebchatRoute, { perSecond: number; burst: number }>> = {
  'POST /webchat/sessions': { perSecond: 20, burst: 50 },
  'POST /webchat/messages': { perSecond: 100, burst: 200 },
  'GET /webchat/messages': { perSecond: 200, burst: 400 },
};
