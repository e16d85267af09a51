import type { HttpRequest } from '../core/service.ts';
import type { Cors } from './api-kinds.ts';
import type { ApiResponse } from './payload.ts';

/** The answer to a preflight request, which an API with a CORS configuration gives by itself. */
export function preflight(cors: Cors, request: HttpRequest): ApiResponse | undefined {
  const asked = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || request.headers['origin'] === undefined || asked === undefined)
    return undefined;
  const headers = corsHeaders(cors, request);
  if (Object.keys(headers).length === 0) return { status: 204, headers: {}, body: '' };
  return {
    status: 204,
    headers: {
      ...headers,
      ...(cors.AllowMethods.length > 0 && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
      ...(cors.AllowHeaders.length > 0 && {
        'access-control-allow-headers': cors.AllowHeaders.join(',').toLowerCase(),
      }),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
    },
    body: '',
  };
}

/** Headers added to every answer for an allowed origin; those of the function are ignored. */
export function corsHeaders(cors: Cors, request: HttpRequest): Record<string, string> {
  const origin = request.headers['origin'];
  if (origin === undefined) return {};
  const any = cors.AllowOrigins.includes('*');
  if (!any && !cors.AllowOrigins.some((allowed) => matches(allowed, origin))) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.ExposeHeaders.length > 0 && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
  };
}

/** `https://*` allows every origin of that scheme. */
const matches = (allowed: string, origin: string) =>
  allowed === origin || (allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1)));
