// A bundle as the local cloud finds it in an assembly: plain ESM that knows nothing of this machine.
let runs = 0;

export async function handler(event, context) {
  runs += 1;
  switch (event.do) {
    case 'throw':
      throw new TypeError('not like this');
    case 'hang':
      return new Promise(() => {});
    case 'spin':
      for (;;);
    case 'exit':
      process.exit(3);
      break;
    case 'reject later':
      setImmediate(() => Promise.reject(new RangeError('nobody waits for me')));
      return new Promise(() => {});
    case 'big integer':
      return { value: 1n };
    case 'log':
      console.log('to the log %d', 7);
      console.error(new Error('with an error').message);
      process.stdout.write('{"level":"INFO","message":"structured"}\n');
      return null;
    case 'nothing':
      return undefined;
    case 'clock':
      return {
        now: Date.now(),
        iso: new Date().toISOString(),
        isDate: new Date() instanceof Date && new Date().constructor === Date,
        text: typeof Date(),
        fixed: new Date('2020-02-29T00:00:00Z').toISOString(),
        utc: Date.UTC(2020, 1, 29),
        remainingMs: context.getRemainingTimeInMillis(),
      };
    default:
      return { event, runs, environment: { ...process.env }, context: { ...context } };
  }
}

export const notAFunction = 1;
