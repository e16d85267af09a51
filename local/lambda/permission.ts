import * as z from 'zod';

export const permissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

export type PermissionProperties = z.output<typeof permissionProperties>;

/** The statement that `AddPermission` writes into the function's resource policy. */
export function statement(sid: string, functionArn: string, permission: PermissionProperties): object {
  const { Action, Principal, SourceAccount, SourceArn } = permission;
  const isService = Principal.endsWith('.amazonaws.com');
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: isService ? { Service: Principal } : Principal === '*' ? '*' : { AWS: Principal },
    Action,
    Resource: functionArn,
    ...((SourceArn || SourceAccount) && {
      Condition: {
        ...(SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
        ...(SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
      },
    }),
  };
}
