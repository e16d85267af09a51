import type { Cloud } from '../core/cloud.ts';
import { jsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import type { LocalIssuer, TokenClaims } from './local-issuer.ts';
import { poolKinds } from './pool-kinds.ts';

export { createLocalIssuer, type LocalIssuer, type TokenClaims } from './local-issuer.ts';

/** The Cognito of a local cloud; its user pools exist, people get their tokens from here without signing in. */
export interface CognitoService extends AwsService {
  /** A token with any claims, for tests of what an authorizer refuses. */
  issue(claims: TokenClaims): string;
}

/**
 * @param issuer shared with `createHttpApi`, whose authorizers tell it whom to sign for
 */
export function createCognito(issuer: LocalIssuer): CognitoService {
  let cloud: Cloud | undefined;
  const issue = (claims: TokenClaims) => {
    if (!cloud) throw new Error('The cloud has not started yet.');
    return issuer.issue(cloud, claims);
  };
  return {
    name: 'cognito-idp',
    protocol: jsonProtocol({ version: '1.1' }),
    operations: {},
    resources: poolKinds(issuer.scopes),
    start(started) {
      cloud = started;
    },
    issue,
    /** A person's token with all scopes that resource servers and routes of the template know. */
    issueToken({ agent, queues, role }) {
      const groups = [...queues.map((queue) => `queue:${queue}`), `role:${role}`];
      return issue({ subject: agent, groups, scopes: [...issuer.scopes] });
    },
    reset() {},
  };
}
