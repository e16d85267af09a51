import * as z from 'zod';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind } from '../core/service.ts';

/** Accepted and kept by nobody: how people sign in on AWS, which no one does here. */
const signIn = z.unknown().optional();
const tags = z.record(z.string(), z.string()).optional();

const userPool = z.strictObject({
  AccountRecoverySetting: signIn,
  AdminCreateUserConfig: signIn,
  AliasAttributes: signIn,
  AutoVerifiedAttributes: signIn,
  DeletionProtection: signIn,
  DeviceConfiguration: signIn,
  EmailConfiguration: signIn,
  EmailVerificationMessage: signIn,
  EmailVerificationSubject: signIn,
  EnabledMfas: signIn,
  MfaConfiguration: signIn,
  Policies: signIn,
  Schema: signIn,
  SmsVerificationMessage: signIn,
  UserAttributeUpdateSettings: signIn,
  UserPoolAddOns: signIn,
  UserPoolName: z.string().optional(),
  UserPoolTags: tags,
  UserPoolTier: signIn,
  UsernameAttributes: signIn,
  UsernameConfiguration: signIn,
  VerificationMessageTemplate: signIn,
});

const userPoolClient = z.strictObject({
  AccessTokenValidity: signIn,
  AllowedOAuthFlows: signIn,
  AllowedOAuthFlowsUserPoolClient: signIn,
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AuthSessionValidity: signIn,
  CallbackURLs: signIn,
  ClientName: z.string().optional(),
  DefaultRedirectURI: signIn,
  EnablePropagateAdditionalUserContextData: signIn,
  EnableTokenRevocation: signIn,
  ExplicitAuthFlows: signIn,
  GenerateSecret: signIn,
  IdTokenValidity: signIn,
  LogoutURLs: signIn,
  PreventUserExistenceErrors: signIn,
  ReadAttributes: signIn,
  RefreshTokenRotation: signIn,
  RefreshTokenValidity: signIn,
  SupportedIdentityProviders: signIn,
  TokenValidityUnits: signIn,
  UserPoolId: z.string(),
  WriteAttributes: signIn,
});

const userPoolDomain = z.strictObject({
  CustomDomainConfig: signIn,
  Domain: z.string(),
  ManagedLoginVersion: signIn,
  UserPoolId: z.string(),
});

const resourceServer = z.strictObject({
  Identifier: z.string(),
  Name: z.string(),
  Scopes: z.array(z.strictObject({ ScopeName: z.string(), ScopeDescription: z.string() })).default([]),
  UserPoolId: z.string(),
});

const userPoolGroup = z.strictObject({
  Description: z.string().optional(),
  GroupName: z.string(),
  Precedence: z.number().optional(),
  RoleArn: z.string().optional(),
  UserPoolId: z.string(),
});

/**
 * The kinds of resources that a sign-in pool is made of. They give the ids that templates refer to; nobody signs in here,
 * tokens come from the local issuer.
 *
 * @param scopes gets those that the template's resource servers define: `throughline/agent`
 */
export function poolKinds(scopes: Set<string>): Readonly<Record<string, ResourceKind>> {
  return {
    'AWS::Cognito::UserPool': {
      create(request) {
        parseProperties('AWS::Cognito::UserPool', request, userPool);
        const { region, accountId, random } = request.cloud;
        const id = `${region}_${random.hex(9)}`;
        const ProviderName = `cognito-idp.${region}.amazonaws.com/${id}`;
        const Arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
        return {
          ref: id,
          attributes: { Arn, ProviderName, ProviderURL: `https://${ProviderName}`, UserPoolId: id },
        };
      },
    },
    'AWS::Cognito::UserPoolClient': {
      create(request) {
        const { ClientName } = parseProperties('AWS::Cognito::UserPoolClient', request, userPoolClient);
        const id = request.cloud.random.hex(26);
        return { ref: id, attributes: { ClientId: id, Name: ClientName ?? request.logicalId } };
      },
    },
    'AWS::Cognito::UserPoolDomain': {
      create(request) {
        const { Domain } = parseProperties('AWS::Cognito::UserPoolDomain', request, userPoolDomain);
        return { ref: Domain, attributes: { CloudFrontDistribution: `${Domain}.cloudfront.local` } };
      },
    },
    'AWS::Cognito::UserPoolResourceServer': {
      create(request) {
        const { Identifier, Scopes } = parseProperties(
          'AWS::Cognito::UserPoolResourceServer',
          request,
          resourceServer,
        );
        for (const { ScopeName } of Scopes) scopes.add(`${Identifier}/${ScopeName}`);
        return { ref: Identifier, attributes: {} };
      },
    },
    'AWS::Cognito::UserPoolGroup': {
      create(request) {
        const { GroupName } = parseProperties('AWS::Cognito::UserPoolGroup', request, userPoolGroup);
        return { ref: GroupName, attributes: {} };
      },
    },
  };
}
