import { queryProtocol } from '../core/protocols.ts';
import type { AwsService, CallContext } from '../core/service.ts';

function arnOf({ cloud, caller }: CallContext): string {
  if (caller.kind !== 'role') return `arn:aws:iam::${cloud.accountId}:root`;
  const role = caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${cloud.accountId}:assumed-role/${role}/${caller.functionName}`;
}

/** Security Token Service: only `GetCallerIdentity`, by which people see whom the endpoint takes them for. */
export function createSts(): AwsService {
  return {
    name: 'sts',
    protocol: queryProtocol({ namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
    operations: {
      GetCallerIdentity: {
        permissions: () => [],
        usage: () => null,
        run: (_input: unknown, context: CallContext) => ({
          Arn: arnOf(context),
          UserId: context.cloud.accountId,
          Account: context.cloud.accountId,
        }),
      },
    },
    resources: {},
    reset() {},
  };
}
