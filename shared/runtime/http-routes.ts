import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import type * as z from 'zod';
import { errorFacts } from './failure.ts';
import { printable } from './json.ts';
import type { Log } from './log.ts';

/** A request that an authorizer has let through. */
export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
/** A request of anybody. */
export type PublicHttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** Kinds of refusal and their HTTP status. */
const REFUSAL_STATUS = {
  'bad-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'not-possible': 422,
  'too-many': 429,
  'try-again': 503,
} as const;

export type RefusalKind = keyof typeof REFUSAL_STATUS;

/**
 * What a caller is told when a request is refused: `code` for programs, one sentence for people, and facts that help
 * to go on (on a conflict: what came meanwhile).
 */
export interface Refusal {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type Answer<Body> =
  | { readonly ok: true; readonly body: Body; readonly status?: 200 | 202 }
  | { readonly ok: false; readonly refusal: Refusal };

export function answer<Body>(body: Body): Answer<Body> {
  return { ok: true, body };
}

/** Taken in, and not done yet. */
export function accepted<Body>(body: Body): Answer<Body> {
  return { ok: true, body, status: 202 };
}

export function refuse(
  kind: RefusalKind,
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { kind, code, message, ...(details && { details }) } };
}

export type RouteHandler<Event> = (event: Event) => Promise<Answer<unknown>>;

/**
 * Answers an HTTP API (payload format 2.0) by route key (`POST /cases/{caseId}/claim`). Every error has the form
 * `{ "error": { "code", "message", "details"? } }`; an unexpected one says nothing of its cause but the request id
 * under which the log has it.
 */
export function httpRoutes<Event extends PublicHttpEvent = HttpEvent>(
  routes: Readonly<Record<string, RouteHandler<Event>>>,
  log: Log,
): (event: Event) => Promise<HttpResult> {
  return async (event) => {
    const route = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined;
    if (!route) {
      return failure(404, { code: 'no-such-route', message: 'There is no such route.' });
    }
    try {
      const result = await route(event);
      if (result.ok) return json(result.status ?? 200, result.body);
      const { kind, ...error } = result.refusal;
      return failure(REFUSAL_STATUS[kind], error);
    } catch (error) {
      const { requestId } = event.requestContext;
      log('TL1001', { requestId, ...errorFacts(error), route: event.routeKey.replace(' ', ':') });
      const message = `Something went wrong on our side; try again. If it stays, name request ${requestId}.`;
      return failure(500, { code: 'unexpected', message });
    }
  };
}

/** The request's JSON body in the given shape, or a refusal that names the fields that are wrong. */
export function readBody<Schema extends z.ZodType>(
  event: Pick<PublicHttpEvent, 'body' | 'isBase64Encoded'>,
  schema: Schema,
): Answer<z.output<Schema>> {
  const body = bodyOf(event);
  if (body === undefined) return refuse('bad-request', 'bad-body', 'The body is not JSON.');
  const parsed = schema.safeParse(body);
  if (parsed.success) return answer(parsed.data);
  const problems = parsed.error.issues.slice(0, 5).map(problemOf);
  return refuse(
    'bad-request',
    'bad-body',
    `The body is not a JSON object as documented (${problems.join('; ')}).`,
  );
}

/** `text: Too big: …`. Keys that a request invents are not repeated when they are no names. */
function problemOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? `there is no field ${issue.keys
        .slice(0, 5)
        .map((key) => printable([...issue.path, key]))
        .join(', ')}`
    : `${printable(issue.path)}: ${issue.message}`;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined for a body that is absent, not UTF-8 or not JSON. */
function bodyOf({ body, isBase64Encoded }: Pick<PublicHttpEvent, 'body' | 'isBase64Encoded'>): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(isBase64Encoded ? UTF8.decode(Buffer.from(body, 'base64')) : body);
  } catch {
    return undefined;
  }
}

function failure(
  status: number,
  error: { code: string; message: string; details?: Readonly<Record<string, unknown>> },
): HttpResult {
  return json(status, { error });
}

function json(statusCode: number, body: unknown): HttpResult {
  return {
    statusCode,
    // Threads and cases are personal: no cache on the way may keep them.
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
