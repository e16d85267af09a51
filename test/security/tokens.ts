import { parseArgs } from 'node:util';
import { attackTokens } from './mutated-tokens.ts';

/** `node test/security/tokens.ts --count 1000000 --seed 1`: shows mutated tokens; none may be accepted. Prints JSON. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.count);
const seed = Number(values.seed);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('--count takes how many tokens to try, --seed a whole number.');
  process.exit(2);
}
const { tried, accepted, genuineRefused } = attackTokens(count, seed);
const ok = accepted.length === 0 && genuineRefused === 0;
console.log(
  JSON.stringify({
    id: 'SEC4',
    value: accepted.length,
    unit: 'tokens accepted',
    limit: 0,
    ok,
    count,
    seed,
    genuineRefused,
    tried,
    accepted: accepted.slice(0, 10),
  }),
);
process.exitCode = ok ? 0 : 1;
