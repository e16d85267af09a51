import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Cloud } from '../core/cloud.ts';

/** What an authorizer of the template accepts. */
export interface Trust {
  /** `https://cognito-idp.eu-west-1.amazonaws.com/<pool>`, or an issuer of the company's own. */
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** Whom a token speaks of and for what. */
export interface TokenClaims {
  /** User name of the person; `sub` is derived from it. */
  readonly subject: string;
  readonly groups: readonly string[];
  /** As in the `scope` claim: `throughline/agent`. */
  readonly scopes: readonly string[];
  /** @default 'access' */
  readonly use?: 'access' | 'id';
  /** @default the first authorizer's issuer */
  readonly issuer?: string;
  /** @default the first audience of that issuer's authorizer */
  readonly audience?: string;
  /** From now on the local clock; negative: expired already. @default 3600 */
  readonly expiresInSeconds?: number;
  /** Claims besides, or in place of, those above. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface PublicJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly n: string;
  readonly e: string;
}

/** Signs in place of every issuer that the template's authorizers trust. */
export interface LocalIssuer {
  /** An authorizer says whose tokens it takes. */
  trust(trust: Trust): void;
  readonly trusted: readonly Trust[];
  /** Scopes that resource servers define or routes demand; a person's token has them all. */
  readonly scopes: Set<string>;
  /** A signed JWT. @throws Error when no issuer is given and no authorizer names one */
  issue(cloud: Cloud, claims: TokenClaims): string;
  /** The key that signs for `issuer`, if the local issuer does. */
  keyOf(issuer: string, keyId: string): KeyObject | undefined;
  readonly jwks: { readonly keys: readonly PublicJwk[] };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: PublicJwk;
}

// Making an RSA key takes long; all clouds of a process share one, made when first needed.
let shared: KeyPair | undefined;

function keyPair(): KeyPair {
  if (shared) return shared;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(n).digest('base64url').slice(0, 16);
  shared = { privateKey, publicKey, jwk: { kty: 'RSA', kid, use: 'sig', alg: 'RS256', n, e } };
  return shared;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A local stand-in for the sign-in of the deployed system. Signing is synchronous on purpose: a promise from the thread
 * pool would let a simulated run's order depend on the machine.
 */
export function createLocalIssuer(): LocalIssuer {
  const trusted: Trust[] = [];
  return {
    trusted,
    scopes: new Set(),
    trust: (trust) => void trusted.push(trust),
    issue(cloud, claims) {
      const { privateKey, jwk } = keyPair();
      const first = trusted.find(({ issuer }) => claims.issuer === undefined || issuer === claims.issuer);
      const issuer = claims.issuer ?? first?.issuer;
      if (issuer === undefined) throw new Error('No authorizer of the template names an issuer to sign for.');
      const payload = payloadOf(cloud, claims, issuer, claims.audience ?? first?.audiences[0]);
      const signed = `${encode({ alg: 'RS256', kid: jwk.kid, typ: 'JWT' })}.${encode(payload)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    keyOf(issuer, keyId) {
      const { publicKey, jwk } = keyPair();
      return keyId === jwk.kid && trusted.some((trust) => trust.issuer === issuer) ? publicKey : undefined;
    },
    get jwks() {
      return { keys: [keyPair().jwk] };
    },
  };
}

/**
 * Cognito's access tokens name the client in `client_id` and have no `aud`; its ID tokens, and the tokens of other issuers,
 * have `aud`. Source: Amazon Cognito Developer Guide, "Understanding the access token" and "… the identity (ID) token".
 */
function payloadOf(cloud: Cloud, request: TokenClaims, issuer: string, audience: string | undefined): object {
  const now = Math.floor(cloud.clock.now() / 1000);
  const use = request.use ?? 'access';
  const isCognito = issuer.startsWith('https://cognito-idp.');
  return {
    sub: subjectId(request.subject),
    'cognito:groups': request.groups,
    iss: issuer,
    ...(isCognito && use === 'access' ? { client_id: audience } : { aud: audience }),
    ...(use === 'access'
      ? { scope: request.scopes.join(' '), username: request.subject }
      : { 'cognito:username': request.subject }),
    ...(!isCognito && { groups: request.groups }),
    token_use: use,
    auth_time: now,
    iat: now,
    exp: now + (request.expiresInSeconds ?? 3600),
    jti: cloud.random.uuid(),
    origin_jti: cloud.random.uuid(),
    ...request.claims,
  };
}

/** The same person always has the same id, in the form that Cognito's have. */
function subjectId(subject: string): string {
  const digits = createHash('sha256').update(subject).digest('hex');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20, 32)].join('-');
}
