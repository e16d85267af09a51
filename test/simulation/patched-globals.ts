import { fraction } from './dice.ts';

/** What the globals follow while a simulation runs. */
export interface SimulatedTime {
  now(): number;
  after(delayMs: number, task: () => void): { cancel(): void };
}

/**
 * Makes `Date`, `Math.random`, `setTimeout` and `setInterval` follow a simulated clock, for the libraries inside the
 * bundles that read them (the SDK's retries wait by `setTimeout` and draw from `Math.random`).
 *
 * @returns puts everything back
 */
export function patchGlobals(time: SimulatedTime, seed: string): () => void {
  const real = {
    Date: globalThis.Date,
    random: Math.random,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  const { stackTraceLimit } = Error;
  // Libraries make errors that nobody looks at, and thousands of them.
  Error.stackTraceLimit = 1;
  let drawn = 0;
  globalThis.Date = simulatedDate(real.Date, time);
  Math.random = () => fraction(seed, drawn++);
  const timers = simulatedTimers(time);
  Object.assign(globalThis, timers);
  return () => {
    Math.random = real.random;
    Error.stackTraceLimit = stackTraceLimit;
    const { random: _, ...globals } = real;
    Object.assign(globalThis, globals);
  };
}

function simulatedDate(RealDate: DateConstructor, time: SimulatedTime): DateConstructor {
  const now = () => time.now();
  // Dates made before or elsewhere are Dates all the same.
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}

type Callback = (...args: unknown[]) => void;

/** A timer that looks like Node's as far as libraries look. */
class SimulatedTimer {
  cancelled = false;
  cancel: () => void = () => undefined;
  ref = () => this;
  unref = () => this;
  hasRef = () => true;
  close = () => this.stop();

  stop(): this {
    this.cancelled = true;
    this.cancel();
    return this;
  }
}

function simulatedTimers(time: SimulatedTime) {
  const start = (callback: Callback, delayMs: number, args: unknown[], repeats: boolean) => {
    const timer = new SimulatedTimer();
    const plan = () => {
      const planned = time.after(Math.max(1, delayMs), () => {
        if (timer.cancelled) return;
        if (repeats) plan();
        callback(...args);
      });
      timer.cancel = () => planned.cancel();
    };
    plan();
    return timer;
  };
  const stop = (timer: unknown) => {
    if (timer instanceof SimulatedTimer) timer.stop();
  };
  return {
    setTimeout: (callback: Callback, delayMs = 0, ...args: unknown[]) =>
      start(callback, delayMs, args, false),
    setInterval: (callback: Callback, delayMs = 0, ...args: unknown[]) =>
      start(callback, delayMs, args, true),
    clearTimeout: stop,
    clearInterval: stop,
  };
}
