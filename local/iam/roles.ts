import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import { awsManagedPolicies } from './managed-policies.ts';
import { readPolicy, type Statement } from './policy.ts';

/** Statements of identity policies by the ARN of the role they belong to. */
export class RoleBook {
  readonly #inline = new Map<string, Statement[]>();
  readonly #managed = new Map<string, readonly Statement[]>();
  readonly #attached = new Map<string, string[]>();
  readonly #arnByName = new Map<string, string>();

  addRole(name: string, arn: string): void {
    this.#inline.set(arn, []);
    this.#attached.set(arn, []);
    this.#arnByName.set(name, arn);
  }

  /** @throws Error when there is no such role */
  addInline(roleName: string, statements: readonly Statement[], where: string): void {
    this.#statementsOf(roleName, where).push(...statements);
  }

  addManagedPolicy(arn: string, statements: readonly Statement[]): void {
    this.#managed.set(arn, statements);
  }

  /** @throws Error for a managed policy that is neither in a template nor on the table of AWS's own */
  attach(roleName: string, policyArn: string, where: string): void {
    if (!this.#managed.has(policyArn)) {
      const known = awsManagedPolicies[policyArn.replace(/^arn:aws:iam::aws:policy\//, '')];
      if (known === undefined) {
        throw new Error(`${where}: the local cloud does not know the managed policy ${policyArn}.`);
      }
      this.#managed.set(policyArn, readPolicy(known, policyArn));
    }
    this.#statementsOf(roleName, where);
    this.#attached.get(this.#arnByName.get(roleName) ?? '')?.push(policyArn);
  }

  /** Everything a role's identity policies say. A role nobody made has none. */
  statementsOf(roleArn: string): readonly Statement[] {
    const attached = this.#attached.get(roleArn) ?? [];
    return [...(this.#inline.get(roleArn) ?? []), ...attached.flatMap((arn) => this.#managed.get(arn) ?? [])];
  }

  #statementsOf(roleName: string, where: string): Statement[] {
    const statements = this.#inline.get(this.#arnByName.get(roleName) ?? '');
    if (statements === undefined) throw new Error(`${where}: no role is called ${roleName}.`);
    return statements;
  }
}

const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();

const roleSchema = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Description: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).optional(),
  MaxSessionDuration: z.number().optional(),
  Path: z.string().optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).optional(),
  RoleName: z.string().optional(),
  Tags: tags,
});

const policySchema = z.strictObject({
  PolicyDocument: z.unknown(),
  PolicyName: z.string(),
  Roles: z.array(z.string()).min(1),
});

const managedPolicySchema = z.strictObject({
  Description: z.string().optional(),
  ManagedPolicyName: z.string().optional(),
  Path: z.string().optional(),
  PolicyDocument: z.unknown(),
  Roles: z.array(z.string()).optional(),
});

const place = (type: string, request: ResourceRequest) => `${type} ${request.stackName}/${request.logicalId}`;

/** `AWS::IAM::Role`, with its inline and managed policies. */
export function roleKind(book: RoleBook): ResourceKind {
  return {
    create(request) {
      const where = place('AWS::IAM::Role', request);
      const properties = parseProperties('AWS::IAM::Role', request, roleSchema);
      const name = properties.RoleName ?? physicalName(request, 64);
      const arn = `arn:aws:iam::${request.cloud.accountId}:role${properties.Path ?? '/'}${name}`;
      readPolicy(properties.AssumeRolePolicyDocument, `${where}, trust policy`);
      book.addRole(name, arn);
      for (const policy of properties.Policies ?? []) {
        book.addInline(name, readPolicy(policy.PolicyDocument, `${where}, ${policy.PolicyName}`), where);
      }
      for (const policyArn of properties.ManagedPolicyArns ?? []) book.attach(name, policyArn, where);
      return {
        ref: name,
        attributes: { Arn: arn, RoleId: `AROA${request.cloud.random.hex(17).toUpperCase()}` },
      };
    },
  };
}

/** `AWS::IAM::Policy`: an inline policy that stands beside its roles in the template. */
export function policyKind(book: RoleBook): ResourceKind {
  return {
    create(request) {
      const where = place('AWS::IAM::Policy', request);
      const properties = parseProperties('AWS::IAM::Policy', request, policySchema);
      const statements = readPolicy(properties.PolicyDocument, where);
      for (const role of properties.Roles) book.addInline(role, statements, where);
      return { ref: properties.PolicyName, attributes: { Id: properties.PolicyName } };
    },
  };
}

/** `AWS::IAM::ManagedPolicy`. */
export function managedPolicyKind(book: RoleBook): ResourceKind {
  return {
    create(request) {
      const where = place('AWS::IAM::ManagedPolicy', request);
      const properties = parseProperties('AWS::IAM::ManagedPolicy', request, managedPolicySchema);
      const name = properties.ManagedPolicyName ?? physicalName(request, 128);
      const arn = `arn:aws:iam::${request.cloud.accountId}:policy${properties.Path ?? '/'}${name}`;
      book.addManagedPolicy(arn, readPolicy(properties.PolicyDocument, where));
      for (const role of properties.Roles ?? []) book.attach(role, arn, where);
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
}
