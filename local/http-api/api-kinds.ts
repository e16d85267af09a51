import * as z from 'zod';

const unused = z.unknown().optional();
const tags = z.record(z.string(), z.string()).optional();

const cors = z.strictObject({
  AllowCredentials: z.boolean().default(false),
  AllowHeaders: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowOrigins: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().optional(),
});

export type Cors = z.output<typeof cors>;

export const apiProperties = z.strictObject({
  CorsConfiguration: cors.optional(),
  Description: unused,
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  IpAddressType: unused,
  Name: z.string(),
  ProtocolType: z.literal('HTTP', 'only HTTP APIs run here'),
  Tags: tags,
});

/** Throttling and access logs are accepted; nothing is throttled or logged here. */
export const stageProperties = z.strictObject({
  AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  ApiId: z.string(),
  AutoDeploy: z.literal(true, 'only stages that deploy by themselves exist here'),
  DefaultRouteSettings: unused,
  Description: unused,
  RouteSettings: unused,
  StageName: z.string(),
  StageVariables: z.record(z.string(), z.string()).optional(),
  Tags: tags,
});

export const integrationProperties = z.strictObject({
  ApiId: z.string(),
  ConnectionType: z.literal('INTERNET').optional(),
  Description: unused,
  IntegrationMethod: unused,
  IntegrationType: z.literal('AWS_PROXY', 'only Lambda proxy integrations exist here'),
  IntegrationUri: z.string().regex(/:function:/, 'must be a function'),
  PayloadFormatVersion: z.literal('2.0', 'only payload format 2.0 exists here'),
  TimeoutInMillis: z.number().int().min(50).max(30_000).default(30_000),
});

export const authorizerProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT', 'only JWT authorizers exist here'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Audience: z.array(z.string()).min(1), Issuer: z.string() }),
  Name: z.string(),
});

export const routeProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizationScopes: z.array(z.string()).default([]),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  OperationName: unused,
  RouteKey: z.string().regex(/^(\$default|[A-Z]+ \/\S*)$/, 'must be "METHOD /path" or $default'),
  Target: z.string().regex(/^integrations\//, 'must be "integrations/<id>"'),
});
