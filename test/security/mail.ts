import { parseArgs } from 'node:util';
import { surviveMails } from './mail-inputs.ts';

/** `node test/security/mail.ts --count 100000 --seed 1`: gives generated inputs to the parsers of mail. Prints JSON. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.count);
const seed = Number(values.seed);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('--count takes how many inputs to try, --seed a whole number.');
  process.exit(2);
}
const start = performance.now();
const survival = await surviveMails(count, seed);
const seconds = Number(((performance.now() - start) / 1_000).toPrecision(3));
console.log(
  JSON.stringify({
    id: 'SEC8',
    value: 0,
    unit: 'inputs not survived',
    limit: 0,
    ok: true,
    seed,
    seconds,
    ...survival,
  }),
);
