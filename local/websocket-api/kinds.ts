import * as z from 'zod';

const unused = z.unknown().optional();
const tags = z.record(z.string(), z.string()).optional();

export const apiProperties = z.strictObject({
  Description: unused,
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  IpAddressType: unused,
  Name: z.string(),
  ProtocolType: z.literal('WEBSOCKET'),
  RouteSelectionExpression: z
    .string()
    .regex(/^\$(\{request\.body(\.\w+)+\}|request\.body(\.\w+)+)$/, 'must be $request.body.<member>'),
  Tags: tags,
});

export const integrationProperties = z.strictObject({
  ApiId: z.string(),
  ConnectionType: z.literal('INTERNET').optional(),
  Description: unused,
  IntegrationMethod: unused,
  IntegrationType: z.literal('AWS_PROXY', 'only Lambda proxy integrations exist here'),
  IntegrationUri: z.string().regex(/:function:/, 'must be a function'),
  TimeoutInMillis: z.number().int().min(50).max(29_000).default(29_000),
});

export const routeProperties = z.strictObject({
  ApiId: z.string(),
  ApiKeyRequired: z.literal(false).optional(),
  AuthorizationType: z.literal('NONE', 'only routes without an authorizer exist here').optional(),
  OperationName: unused,
  RouteKey: z.string().min(1),
  Target: z.string().regex(/^integrations\//, 'must be "integrations/<id>"'),
});
