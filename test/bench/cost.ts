import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/app.ts';
import { fixedMonthly, perGigabyte, priceOfSms } from './price-of-sms.ts';
import { takeSmsTheWholeWay } from './sms-way.ts';

// npm run cost [-- --json]: one SMS the whole way from the templates, every counted call and its price; 1 when an
// answered SMS costs more than its bar.

const money = (usd: number) => `$${usd.toFixed(8)}`;

const assembly = mkdtempSync(join(tmpdir(), 'throughline-cost-'));
try {
  await synthesise({ outdir: assembly, validate: false });
  const way = await takeSmsTheWholeWay(assembly);
  const price = priceOfSms(way);
  const fixed = fixedMonthly(way);
  const idle = fixed.filter(({ kind }) => kind === 'infrastructure').reduce((sum, { usd }) => sum + usd, 0);
  if (process.argv.includes('--json')) {
    console.log(
      JSON.stringify({ ...price, fixedMonthly: { usd: idle, lines: fixed, perGigabyte: perGigabyte() } }),
    );
  } else {
    console.log('One SMS the whole way: every billed call\n');
    for (const { service, operation, caller, calls, units, usd } of price.lines) {
      const counted = Object.entries(units).map(([unit, amount]) => `${amount} ${unit}`);
      console.log(
        `${service.padEnd(11)} ${operation.padEnd(19)} ${caller.padEnd(38)} ${String(calls).padStart(3)}  ${money(usd)}  ${counted.join(', ')}`,
      );
    }
    console.log('\nBilled without a call to count\n');
    for (const { what, usd, assumption } of price.unmetered) {
      console.log(`${what.padEnd(30)} ${money(usd)}  ${assumption}`);
    }
    const { value, limit, ok } = price.figure;
    console.log(
      `\nAWS charges            ${money(value)}  ${ok ? 'within' : 'ABOVE'} the limit of ${money(limit)}`,
    );
    console.log(`SMS and Connect beside ${money(price.channelUsd)}`);
    console.log(`\nEvery month although nothing happens: $${idle.toFixed(2)}\n`);
    for (const { count, what, usd, kind, confidence } of fixed) {
      const beside = kind === 'channel' ? ' (beside it)' : '';
      console.log(
        `${String(count).padStart(4)}  $${usd.toFixed(2).padStart(6)}  ${what}${beside}; price ${confidence}`,
      );
    }
    for (const { what, usd } of perGigabyte()) console.log(`      $${usd.toFixed(3)}  per ${what}`);
  }
  if (!price.figure.ok) process.exitCode = 1;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}
