import type { Cloud } from '../core/cloud.ts';
import { History, type HistoryEvent, payload } from './history.ts';
import { Line } from './line.ts';
import type { Run } from './run.ts';
import { runStates } from './run-states.ts';
import { limitedJson, StateError } from './state-error.ts';
import type { StateMachine } from './state-machine.ts';
import { tellChange } from './status-change.ts';
import type { TaskTokens } from './task-tokens.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** How an execution ended. */
interface End {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const LAST_EVENT: Readonly<Record<End['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** One execution of a state machine. */
export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  /** JSON as it came. */
  readonly input: string;
  readonly startedAt: number;
  readonly #cloud: Cloud;
  readonly #history: History;
  readonly #line: Line;
  readonly #run: Run;
  #end: (End & { readonly at: number }) | undefined;

  constructor(cloud: Cloud, machine: StateMachine, tokens: TaskTokens, name: string, input: string) {
    this.#cloud = cloud;
    this.machine = machine;
    this.name = name;
    this.input = input;
    this.arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    this.startedAt = cloud.clock.now();
    this.#history = new History(cloud);
    this.#line = new Line(cloud);
    this.#run = {
      cloud,
      history: this.#history,
      tokens,
      role: { kind: 'role', roleArn: machine.roleArn, functionName: machine.name },
      machineArn: machine.arn,
      machineName: machine.name,
      executionArn: this.arn,
      context: {
        Execution: {
          Id: this.arn,
          Input: JSON.parse(input),
          Name: name,
          RoleArn: machine.roleArn,
          StartTime: new Date(this.startedAt).toISOString(),
          RedriveCount: 0,
        },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    };
  }

  get status(): ExecutionStatus {
    return this.#end?.status ?? 'RUNNING';
  }

  get end(): (End & { readonly at: number }) | undefined {
    return this.#end;
  }

  get events(): readonly HistoryEvent[] {
    return this.#history.events;
  }

  /** The states where it stands now. */
  get currentStates(): readonly string[] {
    return this.#end === undefined ? this.#line.standing() : [];
  }

  start(): void {
    const { clock } = this.#cloud;
    const { definition, roleArn, name } = this.machine;
    this.#history.add(this.#line, 'ExecutionStarted', {
      executionStartedEventDetails: { ...payload('input', this.input), roleArn },
    });
    // As AWS has it: the first state follows no event.
    this.#line.lastEvent = 0;
    this.#tell('started');
    this.#line.at(clock.now(), `states start ${name}`, () => void this.#go());
    const { timeoutSeconds } = definition;
    if (timeoutSeconds !== undefined) {
      const due = clock.now() + timeoutSeconds * 1000;
      this.#line.at(due, `states timeout ${name}`, () => this.#finish({ status: 'TIMED_OUT' }));
    }
  }

  stop(error: string | undefined, cause: string | undefined): void {
    if (this.#end === undefined) this.#finish({ status: 'ABORTED', error, cause });
  }

  /** Forgets its timers without a word, for a reset. */
  drop(): void {
    this.#line.end();
  }

  async #go(): Promise<void> {
    try {
      const input: unknown = JSON.parse(this.input);
      const output = await this.#line.settle(
        runStates(this.#run, this.#line, this.machine.definition, input),
      );
      this.#finish({ status: 'SUCCEEDED', output: limitedJson(output, 'output of the execution') });
    } catch (error) {
      if (error instanceof StateError) {
        this.#finish({ status: 'FAILED', error: error.error, cause: error.cause });
        return;
      }
      this.#finish({ status: 'FAILED', error: 'States.Runtime', cause: 'The local cloud failed.' });
      // A mistake of the local cloud: a task that throws is how it becomes known.
      this.#cloud.scheduler.after(0, `states run ${this.arn}`, () => {
        throw error;
      });
    }
  }

  #finish(end: End): void {
    this.#end = { ...end, at: this.#cloud.clock.now() };
    this.#line.end();
    const { status, output, error, cause } = end;
    const type = LAST_EVENT[status];
    const details =
      output === undefined
        ? { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) }
        : payload('output', output);
    this.#history.add(this.#line, type, {
      [`${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`]: details,
    });
    this.#tell(status.toLowerCase().replace('_', ' '));
  }

  #tell(what: string): void {
    tellChange(this.#cloud, this, what);
  }
}
