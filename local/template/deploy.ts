import type { Cloud } from '../core/cloud.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import { readPolicy } from '../iam/index.ts';
import type { Assembly, StackTemplate, TemplateResource } from './assembly.ts';
import { customResourcesOf } from './custom-resources.ts';
import { resolve } from './intrinsics.ts';
import { noLocalEffect } from './no-local-effect.ts';
import { orderResources, orderStacks, scopeOf } from './order.ts';
import { type Exports, StackScope } from './stack-scope.ts';

/** A resource as it came into being. */
export interface DeployedResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly path: string;
  /** What `Ref` gives. */
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Deployment {
  readonly resources: readonly DeployedResource[];
  /** By stack, then output; texts as CloudFormation would show them. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Kinds = ReadonlyMap<string, ResourceKind>;

function kindsOf(cloud: Cloud): Kinds {
  const kinds = new Map<string, ResourceKind>();
  for (const service of cloud.services.values()) {
    for (const [type, kind] of Object.entries(service.resources)) kinds.set(type, kind);
  }
  return kinds;
}

const CUSTOM = 'Custom::';

/** Who makes resources of a type; undefined for those without a local effect and those nobody knows. */
function kindOf(cloud: Cloud, kinds: Kinds, type: string): ResourceKind | undefined {
  const known = kinds.get(type);
  if (known !== undefined || Object.hasOwn(noLocalEffect, type) || !type.startsWith(CUSTOM)) return known;
  return cloud.services.has('cloudformation') ? customResourcesOf(cloud).kindOf(type) : undefined;
}

const pathOf = (resource: TemplateResource) => String(resource.Metadata?.['aws:cdk:path'] ?? '');

/** Says of every resource that nobody implements where it stands, before anything is made. */
function refuseUnknown(cloud: Cloud, stacks: readonly StackTemplate[], kinds: Kinds): void {
  const unknown = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => !kindOf(cloud, kinds, Type) && !Object.hasOwn(noLocalEffect, Type))
      .map(([id, resource]) => {
        const path = pathOf(resource);
        return `  ${resource.Type} ${id} in stack ${stack.name}${path === '' ? '' : ` (${path})`}`;
      }),
  );
  if (unknown.length > 0) {
    throw new Error(`The local cloud does not implement these resources:\n${unknown.join('\n')}`);
  }
}

/** A policy that the evaluator would not understand ends the start, not the first call that it concerns. */
function checkPolicies(type: string, request: ResourceRequest): void {
  const document = request.properties.PolicyDocument;
  if (document !== undefined) readPolicy(document, `${type} ${request.stackName}/${request.logicalId}`);
}

/** Puts local addresses in the place of those that the template spelled as AWS would serve them. */
function localise(value: unknown, aliases: ReadonlyMap<string, string>): unknown {
  // Hardly any value names one, and looking at its text is quicker than walking through it.
  const whole = JSON.stringify(value) ?? '';
  return [...aliases.keys()].some((alias) => whole.includes(alias)) ? replaceIn(value, aliases) : value;
}

function replaceIn(value: unknown, aliases: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [alias, address] of aliases) text = text.replaceAll(alias, address);
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, aliases));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceIn(item, aliases)]));
}

async function make(
  cloud: Cloud,
  kinds: Kinds,
  stack: StackTemplate,
  logicalId: string,
  scope: StackScope,
  aliases: Map<string, string>,
): Promise<DeployedResource> {
  const resource = stack.template.Resources[logicalId];
  if (resource === undefined) throw new Error(`stack ${stack.name} has no resource ${logicalId}`);
  const where = `${resource.Type} ${stack.name}/${logicalId}`;
  let properties: unknown;
  try {
    properties = localise(resolve(resource.Properties ?? {}, scope), aliases);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const request: ResourceRequest = {
    cloud,
    stackName: stack.name,
    logicalId,
    path: pathOf(resource),
    properties: { ...Object(properties) },
  };
  checkPolicies(resource.Type, request);
  const kind = kindOf(cloud, kinds, resource.Type);
  const result =
    kind === undefined ? noLocalEffect[resource.Type]?.result(request) : await kind.create(request);
  if (result === undefined) throw new Error(`${where}: the local cloud does not implement this kind.`);
  scope.made(logicalId, result);
  for (const [alias, address] of Object.entries(result.aliases ?? {})) aliases.set(alias, address);
  return {
    stackName: stack.name,
    logicalId,
    type: resource.Type,
    path: request.path,
    ref: result.ref,
    attributes: result.attributes,
  };
}

function readOutputs(
  stack: StackTemplate,
  scope: StackScope,
  exports: Exports,
  aliases: ReadonlyMap<string, string>,
): Record<string, string> {
  const values = new Map<string, unknown>();
  for (const [id, output] of Object.entries(stack.template.Outputs)) {
    if (!scope.wanted(output)) continue;
    try {
      const value = localise(resolve(output.Value, scope), aliases);
      values.set(id, value);
      if (output.Export !== undefined) exports.values.set(String(resolve(output.Export.Name, scope)), value);
    } catch (error) {
      throw new Error(
        `output ${id} of stack ${stack.name}: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  }
  exports.outputs.set(stack.name, values);
  return Object.fromEntries([...values].map(([id, value]) => [id, String(value)]));
}

/**
 * Makes every resource of an assembly, stack after stack, as CloudFormation would.
 *
 * @throws Error with sentences that name what is wrong: unknown kinds, cycles, references that lead nowhere, policies
 *   that cannot be judged, whatever a kind refuses
 */
export async function deploy(cloud: Cloud, { stacks }: Pick<Assembly, 'stacks'>): Promise<Deployment> {
  const kinds = kindsOf(cloud);
  refuseUnknown(cloud, stacks, kinds);
  const exports: Exports = { values: new Map(), outputs: new Map() };
  const scopes = new Map(stacks.map((stack) => [stack.name, new StackScope(stack, cloud, exports)]));
  const aliases = new Map<string, string>();
  const resources: DeployedResource[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of orderStacks(stacks, scopes)) {
    const scope = scopeOf(scopes, stack.name);
    for (const id of orderResources(stack, scope))
      resources.push(await make(cloud, kinds, stack, id, scope, aliases));
    outputs[stack.name] = readOutputs(stack, scope, exports, aliases);
  }
  return { resources, outputs };
}
