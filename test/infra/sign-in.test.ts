import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { AgentSignIn } from '../../infra/constructs/agent-sign-in.ts';
import { ServiceStack } from '../../infra/constructs/service-stack.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import type { EnvironmentSettings } from '../../shared/config/settings.ts';
import example from '../../throughline.config.ts';

/** The client that agents of an environment sign in with. */
function clientOf(environment: EnvironmentSettings) {
  const config = readConfig({ ...example, environments: { here: environment } });
  const stack = new ServiceStack(new App(), 'sign-in', 'Sign-in alone', { config, bundles: {} as never });
  new AgentSignIn(stack, 'SignIn');
  const [client] = Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolClient'));
  return client?.Properties;
}

describe('The user pool of agents', () => {
  test('sends them back to this machine where things are only tried out', () => {
    expect(clientOf({ removalPolicy: 'destroy' })).toMatchObject({
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['http://localhost:3000/signed-in'],
      LogoutURLs: ['http://localhost:3000/'],
    });
  });

  test('sends them back to the pages that are named and nowhere else', () => {
    const signInPages = ['https://desk.example.com/signed-in', 'https://desk.example.com/also'];
    for (const removalPolicy of ['retain', 'destroy'] as const)
      expect(clientOf({ removalPolicy, signInPages })).toMatchObject({
        CallbackURLs: signInPages,
        LogoutURLs: ['https://desk.example.com/'],
      });
  });

  test('sends nobody anywhere in production while no page is named', () => {
    const client = clientOf({ removalPolicy: 'retain' });
    expect(client).toMatchObject({ AllowedOAuthFlowsUserPoolClient: false });
    expect(JSON.stringify(client)).not.toMatch(/https?:/);
  });
});
