import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Caller, type Permission } from '../core/service.ts';
import type { ConditionContext } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { readPolicy, type Statement } from './policy.ts';

/** How each service says no: code and status. */
const DENIALS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  sns: ['AuthorizationError', 403],
  s3: ['AccessDenied', 403],
  sqs: ['AccessDenied', 403],
  connect: ['AccessDeniedException', 403],
  lambda: ['AccessDeniedException', 403],
  ses: ['AccessDeniedException', 403],
  'execute-api': ['AccessDeniedException', 403],
};

/** Service names of ARNs that are not the names of the local services. */
const SERVICE_OF_ARN: Readonly<Record<string, string>> = { 'execute-api': 'apigateway' };

const parsed = new WeakMap<object, readonly Statement[]>();

function resourceStatements(cloud: Cloud, resourceArn: string): readonly Statement[] {
  const arnService = resourceArn.split(':')[2] ?? '';
  const service = cloud.services.get(SERVICE_OF_ARN[arnService] ?? arnService);
  const document = service?.resourcePolicy?.(resourceArn);
  if (typeof document !== 'object' || document === null) return [];
  let statements = parsed.get(document);
  if (statements === undefined) {
    statements = readPolicy(document, `policy of ${resourceArn}`);
    parsed.set(document, statements);
  }
  return statements;
}

function contextOf(cloud: Cloud, caller: Caller, permission: Permission): ConditionContext {
  const context = new Map<string, string | readonly string[]>([
    // The local endpoint is plain HTTP on the loopback; in AWS these calls travel over TLS.
    ['aws:securetransport', 'true'],
    ['aws:requestedregion', cloud.region],
    ['aws:principalisawsservice', String(caller.kind === 'service')],
    ['aws:viaawsservice', 'false'],
  ]);
  if (caller.kind === 'role') {
    context.set('aws:principalarn', caller.roleArn);
    context.set('aws:principalaccount', cloud.accountId);
  }
  if (caller.kind === 'service') {
    context.set('aws:sourcearn', caller.sourceArn);
    context.set('aws:sourceaccount', cloud.accountId);
  }
  for (const [key, value] of Object.entries(permission.context ?? {})) context.set(key.toLowerCase(), value);
  return context;
}

function nameOf(cloud: Cloud, caller: Exclude<Caller, { kind: 'developer' }>): string {
  if (caller.kind === 'service') return caller.principal;
  const role = caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${cloud.accountId}:assumed-role/${role}/${caller.functionName}`;
}

/**
 * Lets the caller pass, or refuses in AWS's words. The developer at the local endpoint may do anything.
 *
 * @param identity statements of a role's own policies, by role ARN
 * @throws AwsError AccessDenied, AccessDeniedException or AuthorizationError, as the service has it
 */
export function authorize(
  cloud: Cloud,
  service: string,
  caller: Caller,
  permissions: readonly Permission[],
  identity: (roleArn: string) => readonly Statement[],
): void {
  if (caller.kind === 'developer') return;
  for (const permission of permissions) {
    const verdict = evaluate(
      caller.kind === 'role' ? identity(caller.roleArn) : [],
      resourceStatements(cloud, permission.resource),
      {
        asker: caller,
        action: permission.action,
        resource: permission.resource,
        context: contextOf(cloud, caller, permission),
      },
    );
    if (verdict.allowed) continue;
    const [code, status] = DENIALS[service] ?? ['AccessDeniedException', 400];
    const policy = `${verdict.by}-based policy`;
    const reason = verdict.explicit
      ? `with an explicit deny in ${verdict.by === 'identity' ? 'an' : 'a'} ${policy}`
      : `because no ${policy} allows the ${permission.action} action`;
    const name = caller.kind === 'service' ? caller.principal : caller.functionName;
    const detail = { action: permission.action, caller: name, reason };
    cloud.trace({ service, what: 'denied', resource: permission.resource, detail });
    throw new AwsError(
      code,
      `User: ${nameOf(cloud, caller)} is not authorized to perform: ${permission.action} on resource: ${permission.resource} ${reason}`,
      status,
    );
  }
}
