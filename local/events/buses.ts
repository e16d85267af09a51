import type { EventPattern } from '../../shared/event-pattern/index.ts';
import { RuleSet } from '../../shared/event-pattern/index.ts';
import type { RuleProperties, TargetProperties } from './rule-properties.ts';
import type { TargetInput } from './target-input.ts';

/** One target of a rule, ready to be sent to. */
export interface Target {
  readonly properties: TargetProperties;
  readonly input: TargetInput;
}

/** A rule as it stands on a bus. */
export interface BusRule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly properties: RuleProperties;
  /** Undefined for a schedule. */
  readonly pattern: EventPattern | undefined;
  readonly targets: readonly Target[];
}

/** An event bus: its rules by name, and who may put events on it. */
export class Bus {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly rules = new Map<string, BusRule>();
  /** Statements of its resource policy, by statement id. */
  readonly statements = new Map<string, Readonly<Record<string, unknown>>>();
  #index: RuleSet<BusRule> | undefined;

  constructor(name: string, arn: string, description?: string) {
    this.name = name;
    this.arn = arn;
    this.description = description;
  }

  add(rule: BusRule): void {
    this.rules.set(rule.name, rule);
    this.#index = undefined;
  }

  /** The enabled rules whose pattern matches. */
  matching(event: unknown): BusRule[] {
    this.#index ??= new RuleSet(
      [...this.rules.values()].flatMap((rule) =>
        rule.pattern !== undefined && rule.properties.State === 'ENABLED'
          ? [{ pattern: rule.pattern, value: rule }]
          : [],
      ),
    );
    return this.#index.match(event);
  }

  policy(): unknown {
    if (this.statements.size === 0) return undefined;
    return {
      Version: '2012-10-17',
      Statement: [...this.statements].map(([Sid, statement]) => ({ Sid, ...statement })),
    };
  }
}

/** Buses by name. */
export type Buses = Map<string, Bus>;

/** The name in `default`, `my-bus` or `arn:aws:events:region:account:event-bus/my-bus`. */
export function busNameOf(nameOrArn: string): string {
  const marker = ':event-bus/';
  const at = nameOrArn.indexOf(marker);
  return at < 0 ? nameOrArn : nameOrArn.slice(at + marker.length);
}

export function busArn(cloud: { readonly region: string; readonly accountId: string }, name: string): string {
  return `arn:aws:events:${cloud.region}:${cloud.accountId}:event-bus/${name}`;
}
