import { queryProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import type { Statement } from './policy.ts';
import { managedPolicyKind, policyKind, RoleBook, roleKind } from './roles.ts';

export { authorize } from './authorize.ts';
export { readPolicy, type Statement } from './policy.ts';

export interface Iam extends AwsService {
  /** Everything that the identity policies of a role say. */
  statementsOf(roleArn: string): readonly Statement[];
}

/** Roles and policies from the template; no API of its own, since nothing here may change them at run time. */
export function createIam(): Iam {
  const book = new RoleBook();
  return {
    name: 'iam',
    protocol: queryProtocol({ namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
    operations: {},
    resources: {
      'AWS::IAM::Role': roleKind(book),
      'AWS::IAM::Policy': policyKind(book),
      'AWS::IAM::ManagedPolicy': managedPolicyKind(book),
    },
    statementsOf: (roleArn) => book.statementsOf(roleArn),
    reset() {},
  };
}
