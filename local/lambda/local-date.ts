/**
 * Makes `Date` of this thread follow another clock: `new Date()`, `Date()` and `Date.now()` give the real time plus an
 * offset. Everything else of Date stays as it is. `Intl.DateTimeFormat().format()` without an argument is not reached.
 *
 * @returns sets the present time, in epoch ms
 */
export function followClock(): (now: number) => void {
  const RealDate = globalThis.Date;
  let offset = 0;
  const now = () => RealDate.now() + offset;
  const LocalDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  // So that `value.constructor === Date` and `new value.constructor()` hold as before.
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: LocalDate,
    writable: true,
    configurable: true,
  });
  globalThis.Date = LocalDate;
  return (time) => {
    offset = time - RealDate.now();
  };
}
