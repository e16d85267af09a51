import * as z from 'zod';
import { GROUP_PREFIX } from '../../shared/names.ts';
import { type Answer, answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';

/** Who asks. */
export interface Agent {
  readonly agentId: string;
  /** Queues whose work the agent sees. */
  readonly queues: ReadonlySet<string>;
  /** Sees all of it. */
  readonly supervisor: boolean;
}

/** Claims as an HTTP API hands them over: strings, where the token may have had lists. */
type Claims = HttpEvent['requestContext']['authorizer']['jwt']['claims'];

/**
 * The agent behind a request whose token the authorizer has checked. Cognito's `username` is unique and readable, so
 * it is the id where the token is Cognito's (it says `token_use`); elsewhere that claim may be anyone's choice, and
 * the subject is the id.
 *
 * @param groupsClaim the claim that lists groups: `queue:<id>`, `role:supervisor`.
 */
export function agentOf({ requestContext, headers }: HttpEvent, groupsClaim: string): Answer<Agent> {
  const { claims } = requestContext.authorizer.jwt;
  if (claims.token_use !== undefined && claims.token_use !== 'access') {
    return refuse('forbidden', 'not-an-access-token', 'Send the access token; this one is of another use.');
  }
  const agentId = (claims.token_use && text(claims.username)) || text(claims.sub);
  if (!agentId) return refuse('forbidden', 'no-subject', 'The token names no subject.');
  const groups = listInToken(headers.authorization, groupsClaim) ?? groupsOf(claims[groupsClaim]);
  return answer({
    agentId,
    queues: new Set(namesAfter(GROUP_PREFIX.queue, groups)),
    supervisor: namesAfter(GROUP_PREFIX.role, groups).includes('supervisor'),
  });
}

const tokenWithLists = z.record(z.string(), z.unknown());
const list = z.array(z.string());

/**
 * The list in a claim of the bearer token, which the authorizer has verified; undefined when it holds none. An HTTP
 * API flattens lists to `[a b]`, where a group named `x role:supervisor` could not be told from two groups.
 */
function listInToken(authorization: string | undefined, name: string): readonly string[] | undefined {
  const payload = /^(?:Bearer\s+)?[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  const claims = tokenWithLists.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const groups = list.safeParse(claims.data?.[name]);
  return groups.success ? groups.data : undefined;
}

/**
 * The groups of a claim. HTTP APIs turn a list into the text `[a b]`; other issuers give a list, or a text with
 * commas or spaces.
 */
export function groupsOf(claim: Claims[string] | undefined): readonly string[] {
  if (Array.isArray(claim)) return claim;
  return text(claim)
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .map((group) => group.replace(/^"|"$/g, ''))
    .filter((group) => group !== '');
}

function namesAfter(prefix: string, groups: readonly string[]): readonly string[] {
  return groups.filter((group) => group.startsWith(prefix)).map((group) => group.slice(prefix.length));
}

function text(claim: Claims[string] | undefined): string {
  return typeof claim === 'string' ? claim : '';
}
