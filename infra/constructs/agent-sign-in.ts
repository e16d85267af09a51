import { Aws, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { AGENT_SCOPE, GROUP_PREFIX } from '../../shared/names.ts';
import { accept } from './accepted-findings.ts';
import { serviceStackOf } from './service-stack.ts';

/** Where agents sign in when the company names no identity provider of its own. */
export class AgentSignIn extends Construct {
  readonly issuer: string;
  readonly audience: string;
  readonly groupsClaim = 'cognito:groups';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = serviceStackOf(this);
    const { environment, queues } = stack.config;
    const { signInPages } = environment;
    const pool = new UserPool(this, 'Pool', {
      // Administrators invite agents; nobody signs up.
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: environment.deletionProtection,
      removalPolicy: environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const agentScope = new ResourceServerScope({
      scopeName: AGENT_SCOPE.name,
      scopeDescription: 'Work on cases as an agent',
    });
    const server = pool.addResourceServer('Server', {
      identifier: AGENT_SCOPE.resourceServer,
      scopes: [agentScope],
    });
    pool.addDomain('Domain', {
      // Unique in a region among all AWS customers.
      cognitoDomain: { domainPrefix: `throughline-${environment.name}-${Aws.ACCOUNT_ID}` },
    });
    const client = pool.addClient('Desk', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      authFlows: {},
      // The user pool sends nobody anywhere before there is a page.
      ...(signInPages.length === 0
        ? { disableOAuth: true }
        : {
            oAuth: {
              flows: { authorizationCodeGrant: true },
              scopes: [OAuthScope.OPENID, OAuthScope.resourceServer(server, agentScope)],
              callbackUrls: [...signInPages],
              logoutUrls: [...new Set(signInPages.map((page) => new URL('/', page).href))],
            },
          }),
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
    });
    for (const queue of queues) {
      new UserPoolGroup(this, `Queue-${queue.id}`, {
        userPool: pool,
        groupName: `${GROUP_PREFIX.queue}${queue.id}`,
        description: `Sees the work of ${queue.name}`,
      });
    }
    new UserPoolGroup(this, 'Supervisors', {
      userPool: pool,
      groupName: `${GROUP_PREFIX.role}supervisor`,
      description: 'Sees the work of every queue',
    });
    accept(pool, {
      'AwsSolutions-COG8':
        'Threat protection needs the Plus plan, priced per agent; agents are invited by name and must use a second factor.',
    });
    this.issuer = pool.userPoolProviderUrl;
    this.audience = client.userPoolClientId;
    new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId, description: 'Where agents are invited' });
    new CfnOutput(stack, 'UserPoolClientId', {
      value: client.userPoolClientId,
      description: 'Client that agents sign in with; the audience of the agent API',
    });
  }
}
