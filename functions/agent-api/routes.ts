/**
 * The routes of the agent API, by route key of the HTTP API. Infrastructure builds its routes from this list, the
 * handler answers it, and `openapi.yaml` describes it; tests hold the three together. Imports nothing.
 */
export const AGENT_ROUTES = [
  'GET /work',
  'GET /cases/{caseId}',
  'GET /customers/{customerId}/thread',
  'POST /cases/{caseId}/claim',
  'POST /cases/{caseId}/release',
  'POST /cases/{caseId}/replies',
  'POST /cases/{caseId}/notes',
  'POST /cases/{caseId}/resolve',
  'POST /cases/{caseId}/reopen',
] as const;

export type AgentRoute = (typeof AGENT_ROUTES)[number];
