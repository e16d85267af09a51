/**
 * The routes of the survey page, by route key of the HTTP API. An HTTP API answers HEAD only where it has a route for it,
 * and scanners of mail use it. Imports nothing.
 */
export const SURVEY_ROUTES = ['GET /survey/{token}', 'HEAD /survey/{token}', 'POST /survey/{token}'] as const;
