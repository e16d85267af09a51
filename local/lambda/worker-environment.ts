import { Worker } from 'node:worker_threads';
import {
  type Environment,
  type EnvironmentRequest,
  exited,
  failure,
  type Invocation,
  type Outcome,
  timedOut,
} from './environment.ts';
import { credentialVariables } from './variables.ts';
import type { FromWorker, InvokeMessage, WorkerStart } from './worker-messages.ts';

// A worker runs in real time whatever the local clock says, so its timeout is measured in real time too. Taken when the
// module loads, so that nobody's patched timers reach it.
const { setTimeout, clearTimeout } = globalThis;

/** Lambda gives a module ten seconds to load; the function's own timeout counts from then on. */
const LONGEST_INIT_MS = 10_000;

/**
 * An environment of its own thread: the unchanged bundle, its own globals, only the function's variables. A hanging or
 * looping handler is terminated at its timeout without harm to the host.
 */
export class WorkerEnvironment implements Environment {
  readonly #request: EnvironmentRequest;
  readonly #accessKeyId: string;
  readonly #worker: Worker;
  #running: { readonly invocation: Invocation; loaded(): void; end(outcome: Outcome): void } | undefined;
  #isLoaded = false;
  #died: Outcome['result'] | undefined;
  readonly #loaded = Promise.withResolvers<void>();

  constructor(request: EnvironmentRequest) {
    this.#request = request;
    const { cloud, description, caller } = request;
    const credentials = cloud.credentials.give(caller);
    this.#accessKeyId = credentials.accessKeyId;
    const start: WorkerStart = {
      codeDirectory: description.codeDirectory,
      handler: description.handler,
      logFormat: description.environment['AWS_LAMBDA_LOG_FORMAT'] === 'JSON' ? 'JSON' : 'Text',
      now: cloud.clock.now(),
    };
    this.#worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
      workerData: start,
      env: { ...description.environment, ...credentialVariables(credentials) },
      // Options of the host process (loaders of a test runner, inspectors) are no part of a function.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true,
    });
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: unknown) => {
      const [name, text] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
      this.#die(failure(name, text));
    });
    this.#worker.on('exit', (code) =>
      this.#die(failure('Runtime.ExitError', `Error: Runtime exited with error: exit status ${code}`)),
    );
  }

  loaded(): Promise<void> {
    return this.#loaded.promise;
  }

  run(invocation: Invocation): Promise<Outcome> {
    const { cloud, description } = this.#request;
    const work = new Promise<Outcome>((resolve) => {
      if (this.#died) return resolve({ result: this.#died, alive: false });
      const timeoutMs = invocation.deadline - cloud.clock.now();
      const expire = () => this.#end(timedOut(invocation, timeoutMs));
      let timer = setTimeout(expire, this.#isLoaded ? timeoutMs : LONGEST_INIT_MS);
      this.#running = {
        invocation,
        loaded: () => {
          clearTimeout(timer);
          timer = setTimeout(expire, timeoutMs);
        },
        end: (outcome) => {
          clearTimeout(timer);
          this.#running = undefined;
          if (!outcome.alive) this.stop();
          resolve(outcome);
        },
      };
      const message: InvokeMessage = {
        id: invocation.id,
        event: invocation.event,
        now: cloud.clock.now(),
        deadline: invocation.deadline,
        functionArn: description.arn,
      };
      this.#worker.postMessage(message);
    });
    return cloud.outside(work);
  }

  stop(): void {
    this.#request.cloud.credentials.withdraw(this.#accessKeyId);
    if (this.#running) this.#end(exited(this.#running.invocation.id));
    void this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'log') return this.#request.log(message.line);
    if (message.kind === 'loaded') {
      this.#isLoaded = true;
      this.#running?.loaded();
      return this.#loaded.resolve();
    }
    const { durationMs } = message;
    if (message.kind === 'error') {
      this.#end({ result: failure(message.errorType, message.errorMessage), alive: true, durationMs });
    } else {
      this.#end({
        result: { ok: true, value: JSON.parse(message.value ?? 'null') },
        alive: true,
        durationMs,
      });
    }
  }

  #die(result: Outcome['result']): void {
    this.#died ??= result;
    this.#loaded.resolve();
    this.#end({ result: this.#died, alive: false });
  }

  #end(outcome: Outcome): void {
    this.#running?.end(outcome);
  }
}
