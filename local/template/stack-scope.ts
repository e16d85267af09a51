import type { Cloud } from '../core/cloud.ts';
import type { ResourceResult } from '../core/service.ts';
import type { StackTemplate, TemplateResource } from './assembly.ts';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';

/** What stacks know of each other. */
export interface Exports {
  /** By export name. */
  readonly values: Map<string, unknown>;
  /** By stack, then output. */
  readonly outputs: Map<string, Map<string, unknown>>;
}

/** The bootstrap version of the account; CDK templates read it from a parameter that no local account has. */
const BOOTSTRAP_VERSION = '30';

/** Resolves the references of one stack, as its resources come into being. */
export class StackScope implements Scope {
  readonly #stack: StackTemplate;
  readonly #cloud: Cloud;
  readonly #exports: Exports;
  readonly #made = new Map<string, ResourceResult>();
  readonly #conditions = new Map<string, boolean>();

  constructor(stack: StackTemplate, cloud: Cloud, exports: Exports) {
    this.#stack = stack;
    this.#cloud = cloud;
    this.#exports = exports;
  }

  /** Remembers what a resource became, for references to it. */
  made(logicalId: string, result: ResourceResult): void {
    this.#made.set(logicalId, result);
  }

  /** Is the resource (or output) part of the stack at all? */
  wanted(item: { readonly Condition?: string | undefined }): boolean {
    return item.Condition === undefined || this.condition(item.Condition);
  }

  ref(name: string): unknown {
    const made = this.#made.get(name);
    if (made !== undefined) return made.ref;
    if (Object.hasOwn(this.#stack.template.Parameters, name)) return this.#parameter(name);
    switch (name) {
      case 'AWS::AccountId':
        return this.#cloud.accountId;
      case 'AWS::Region':
        return this.#cloud.region;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.#stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${this.#cloud.region}:${this.#cloud.accountId}:stack/${this.#stack.name}/local`;
      case 'AWS::NoValue':
        return NO_VALUE;
      case 'AWS::NotificationARNs':
        return [];
      default:
        throw new Error(`Ref ${name}: the stack has no such resource or parameter`);
    }
  }

  getAtt(resource: string, attribute: string): unknown {
    const made = this.#made.get(resource);
    if (made === undefined) throw new Error(`Fn::GetAtt ${resource}: the stack has no such resource`);
    const value = made.attributes[attribute];
    if (value !== undefined) return value;
    const type = this.#resource(resource)?.Type ?? '';
    throw new Error(
      `Fn::GetAtt ${resource}.${attribute}: the local cloud gives ${type} no attribute ${attribute}`,
    );
  }

  condition(name: string): boolean {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const { Conditions } = this.#stack.template;
    if (!Object.hasOwn(Conditions, name)) throw new Error(`the stack has no condition ${name}`);
    const value = resolve(Conditions[name], this) === true;
    this.#conditions.set(name, value);
    return value;
  }

  findInMap(map: string, first: string, second: string): unknown {
    const value = this.#stack.template.Mappings[map]?.[first]?.[second];
    if (value === undefined) throw new Error(`Fn::FindInMap: there is no ${map}.${first}.${second}`);
    return value;
  }

  importValue(name: string): unknown {
    if (!this.#exports.values.has(name)) throw new Error(`Fn::ImportValue: no stack exports ${name}`);
    return this.#exports.values.get(name);
  }

  stackOutput(stack: string, output: string): unknown {
    const outputs = this.#exports.outputs.get(stack);
    if (!outputs?.has(output)) {
      throw new Error(`Fn::GetStackOutput: there is no output ${output} of stack ${stack}`);
    }
    return outputs.get(output);
  }

  #resource(logicalId: string): TemplateResource | undefined {
    return this.#stack.template.Resources[logicalId];
  }

  #parameter(name: string): unknown {
    const parameter = this.#stack.template.Parameters[name];
    const value = this.#stack.parameters[name] ?? parameter?.Default;
    if (parameter?.Type.startsWith('AWS::SSM::Parameter::Value')) {
      if (String(value).startsWith('/cdk-bootstrap/')) return BOOTSTRAP_VERSION;
      throw new Error(
        `parameter ${name} reads ${String(value)} from Parameter Store, which is not implemented`,
      );
    }
    if (value === undefined) throw new Error(`parameter ${name} has no value and no default`);
    return value;
  }
}
