import type { RandomSource } from '../core/time.ts';
import type { Line } from './line.ts';
import type { StateError } from './state-error.ts';

/** A task that waits for somebody to report. */
export interface WaitingTask {
  readonly token: string;
  /** ARN of the state machine, on which the right to report is given. */
  readonly machineArn: string;
  readonly line: Line;
  succeed(output: unknown): void;
  fail(error: StateError): void;
  beat(): void;
}

/** How the tokens here begin; AWS's are as opaque, and about as long. */
const PREFIX = 'AQCE';

/** Tokens given out, and which of them still wait. */
export class TaskTokens {
  readonly #random: RandomSource;
  readonly #tasks = new Map<string, WaitingTask>();

  constructor(random: RandomSource) {
    this.#random = random;
  }

  newToken(): string {
    return PREFIX + Buffer.from(this.#random.hex(768), 'hex').toString('base64');
  }

  add(task: WaitingTask): void {
    this.#tasks.set(task.token, task);
  }

  /** Any text of the form that tokens have. */
  isToken(text: string): boolean {
    return text.startsWith(PREFIX) && /^[A-Za-z0-9+/]+=*$/.test(text) && text.length > 500;
  }

  find(token: string): WaitingTask | undefined {
    return this.#tasks.get(token);
  }

  clear(): void {
    this.#tasks.clear();
  }
}

/**
 * The promise that a token stands for. The first report counts; the task's line ends with it.
 *
 * @param line of one try: its end closes the token
 */
export function waitForReport(
  tokens: TaskTokens,
  task: Pick<WaitingTask, 'token' | 'machineArn' | 'line' | 'beat'>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    tokens.add({
      ...task,
      succeed(output) {
        resolve(output);
        task.line.end();
      },
      fail(error) {
        reject(error);
        task.line.end();
      },
    });
  });
}
