import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ClientOverrides } from './aws-clients.ts';
import type { LogSink } from './log.ts';

/**
 * What a function reaches of the world outside itself. `build(environment, outside)` of every handler takes it, so
 * that tests and the simulation run all handlers in one process with their own clock, random source and transport.
 */
export interface Outside extends ClientOverrides {
  readonly now: () => Date;
  /** 16 characters of lower-case Crockford base32: 80 random bits. */
  readonly newId: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes log lines and metrics instead of standard output. */
  readonly sink?: LogSink;
  /** Puts a custom resource's answer where CloudFormation waits for it; without it, with `fetch`. */
  readonly respond?: (url: string, body: string) => Promise<void>;
}

/** The real outside, with whatever a caller brings of its own. */
export function outsideWith(overrides: Partial<Outside> = {}): Outside {
  return { now: () => new Date(), newId, sleep: (milliseconds) => setTimeout(milliseconds), ...overrides };
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

function newId(): string {
  return [...randomBytes(16)].map((byte) => CROCKFORD.charAt(byte % 32)).join('');
}
