import type { LoadedFunction } from '../core/cloud.ts';
import {
  type Environment,
  type EnvironmentRequest,
  exited,
  failure,
  type Invocation,
  type Outcome,
  timedOut,
} from './environment.ts';
import { lambdaContext } from './lambda-context.ts';

/**
 * An environment inside this process, for runs that must repeat exactly: the handler comes from the cloud's
 * `loadFunction`, its time is the local clock's. What was stopped never gets an answer, so it cannot go on.
 */
export class InProcessEnvironment implements Environment {
  readonly #request: EnvironmentRequest;
  #accessKeyId: string | undefined;
  #handler: LoadedFunction | undefined;
  #end: ((outcome: Outcome) => void) | undefined;
  #runningId = '';

  constructor(request: EnvironmentRequest) {
    this.#request = request;
  }

  /** Nothing is loaded ahead: a simulated run begins with what it needs. */
  async loaded(): Promise<void> {}

  run(invocation: Invocation): Promise<Outcome> {
    const { cloud, description } = this.#request;
    this.#runningId = invocation.id;
    return new Promise((resolve) => {
      const timer = cloud.scheduler.background(
        invocation.deadline,
        `lambda timeout ${description.name}`,
        () => this.#end?.(timedOut(invocation, description.timeoutMs)),
      );
      const end = (outcome: Outcome) => {
        // A handler that goes on after its timeout or crash answers nobody, and its calls are refused.
        if (this.#end !== end) return;
        timer.cancel();
        this.#end = undefined;
        if (!outcome.alive) this.#withdraw();
        resolve(outcome);
      };
      this.#end = end;
      void this.#call(invocation).then(end);
    });
  }

  stop(): void {
    this.#withdraw();
    this.#end?.(exited(this.#runningId));
  }

  #withdraw(): void {
    if (this.#accessKeyId !== undefined) this.#request.cloud.credentials.withdraw(this.#accessKeyId);
  }

  async #call(invocation: Invocation): Promise<Outcome> {
    const { cloud, description } = this.#request;
    try {
      this.#handler ??= await this.#load();
      const context = lambdaContext(
        { id: invocation.id, functionArn: description.arn },
        description.environment,
        () => invocation.deadline - cloud.clock.now(),
      );
      const value = await this.#handler(JSON.parse(invocation.event), context);
      return { result: { ok: true, value: JSON.parse(JSON.stringify(value) ?? 'null') }, alive: true };
    } catch (error) {
      const [name, text] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
      return { result: failure(name, text), alive: true };
    }
  }

  async #load(): Promise<LoadedFunction> {
    const { cloud, description, caller } = this.#request;
    const { loadFunction } = cloud.settings;
    if (!loadFunction)
      throw new Error(`Nothing loads ${description.name}: the cloud was started without loadFunction.`);
    const credentials = cloud.credentials.give(caller);
    this.#accessKeyId = credentials.accessKeyId;
    return loadFunction(description, credentials);
  }
}
