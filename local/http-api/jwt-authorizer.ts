import { type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import type { Authorizer } from './api.ts';

/** Finds the key that signs for an issuer. */
export type FindKey = (issuer: string, keyId: string) => KeyObject | undefined;

export type Authorization =
  | { readonly ok: true; readonly claims: Readonly<Record<string, string>>; readonly scopes: string[] | null }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string };

const header = z.object({ alg: z.string(), kid: z.string() });
const claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

type Claims = z.output<typeof claims>;

/**
 * Judges a token as a JWT authorizer of an HTTP API does: signature by the issuer's key (RSA only), issuer, audience
 * (`client_id` where there is no `aud`), times, and any one of the route's scopes. It does not tell access tokens from ID
 * tokens; only demanded scopes do.
 * Source: API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers".
 *
 * @param authorization the header's value, with or without `Bearer`
 * @param now epoch ms
 */
export function authorize(
  authorization: string | undefined,
  authorizer: Authorizer,
  requiredScopes: readonly string[],
  findKey: FindKey,
  now: number,
): Authorization {
  if (!authorization) return { ok: false, status: 401, challenge: 'Bearer' };
  const token = authorization.replace(/^Bearer +/i, '').trim();
  const read = readToken(token, authorizer, findKey) ?? 'the token is not valid';
  const problem = typeof read === 'string' ? read : claimProblem(read, authorizer, Math.floor(now / 1000));
  if (problem !== undefined || typeof read === 'string') {
    const challenge = `Bearer scope="${requiredScopes.join(' ')}" error="invalid_token" error_description="${problem}"`;
    return { ok: false, status: 401, challenge };
  }
  const scopes = requiredScopes.filter((scope) => scopesOf(read).includes(scope));
  if (requiredScopes.length > 0 && scopes.length === 0) {
    const challenge = `Bearer scope="${requiredScopes.join(' ')}" error="insufficient_scope" error_description="the token does not have one of the required scopes"`;
    return { ok: false, status: 403, challenge };
  }
  const texts = Object.entries(read).map(([name, value]) => [name, claimText(value)] as const);
  return { ok: true, claims: Object.fromEntries(texts), scopes: requiredScopes.length > 0 ? scopes : null };
}

/** The claims of a token whose signature holds; otherwise what is wrong with it. */
function readToken(token: string, authorizer: Authorizer, findKey: FindKey): Claims | string | undefined {
  const [first, second, third, ...more] = token.split('.');
  if (!first || !second || !third || more.length > 0) return undefined;
  const head = header.safeParse(fromBase64Json(first));
  if (!head.success) return undefined;
  if (head.data.alg !== 'RS256') return 'the token uses an unsupported algorithm';
  const key = findKey(authorizer.issuer, head.data.kid);
  if (!key) return 'no key of the issuer signed the token';
  const signature = Buffer.from(third, 'base64url');
  // Several spellings decode to the same bytes; only the one that encoding gives is a signature.
  const isCanonical = signature.toString('base64url') === third;
  if (!isCanonical || !verify('RSA-SHA256', Buffer.from(`${first}.${second}`), key, signature)) {
    return 'the signature is not valid';
  }
  const parsed = claims.safeParse(fromBase64Json(second));
  return parsed.success ? parsed.data : undefined;
}

function claimProblem(token: Claims, authorizer: Authorizer, now: number): string | undefined {
  if (token.iss !== authorizer.issuer) return 'the token does not have a valid issuer';
  const audiences = token.aud === undefined ? [token.client_id ?? ''] : [token.aud].flat();
  if (!audiences.some((audience) => authorizer.audiences.includes(audience))) {
    return 'the token does not have a valid audience';
  }
  if (token.exp <= now) return 'the token has expired';
  if (token.nbf !== undefined && token.nbf > now) return 'the token is not valid yet';
  if (token.iat !== undefined && token.iat > now) return 'the token was issued in the future';
  return undefined;
}

function scopesOf({ scope, scp }: Claims): readonly string[] {
  const texts = scope !== undefined ? [scope] : scp === undefined ? [] : [scp].flat();
  return texts.flatMap((text) => text.split(' '));
}

/** Claims reach the function as text; a list in the form `[a b]`. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}:${claimText(member)}`);
  return `map[${members.join(' ')}]`;
}

function fromBase64Json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
