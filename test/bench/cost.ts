import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/app.ts';
import { type CostReport, costReport } from './cost-report.ts';
import { takeChatTheWholeWay, takeMailTheWholeWay, takeSmsTheWholeWay } from './ways.ts';
import { INTERACTIONS } from './year.ts';

// npm run cost [-- --json]: an SMS, a mail and a chat the whole way from the templates, every counted call and its
// price, an idle month and a year; 1 when an answered SMS or a surveyed mail costs more than its bar.

const money = (usd: number) => `$${usd.toFixed(8)}`;
const dollars = (usd: number) => `$${usd.toFixed(2)}`.padStart(11);
const times = (count: number) => count.toLocaleString('en').padStart(9);

const assembly = mkdtempSync(join(tmpdir(), 'throughline-cost-'));
try {
  await synthesise({ outdir: assembly, validate: false });
  const report = costReport({
    sms: await takeSmsTheWholeWay(assembly),
    mail: await takeMailTheWholeWay(assembly),
    chat: await takeChatTheWholeWay(assembly),
  });
  if (process.argv.includes('--json')) console.log(JSON.stringify(report));
  else print(report);
  if (report.figures.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}

function print(report: CostReport): void {
  for (const { what, legs } of report.ways) for (const leg of legs) printLeg(what, leg);
  console.log('The whole way\n');
  for (const { what, legs } of report.ways) {
    const total = (of: (leg: (typeof legs)[number]) => number) => legs.reduce((sum, leg) => sum + of(leg), 0);
    console.log(
      `${what.padEnd(10)} AWS charges ${money(total(({ usd }) => usd))}, beside it SES, SMS and Connect ${money(total(({ channelUsd }) => channelUsd))}`,
    );
  }
  for (const { detail, value, limit, ok } of report.figures) {
    console.log(`\n${money(value)} is ${ok ? 'within' : 'ABOVE'} the limit of ${money(limit)}: ${detail}`);
  }
  printMonth(report.monthly);
  printYear(report.year);
}

function printLeg(
  what: string,
  { name, lines, unmetered }: CostReport['ways'][number]['legs'][number],
): void {
  console.log(`${what}, ${name}: every billed call\n`);
  for (const { service, operation, caller, calls, units, usd } of lines) {
    const counted = Object.entries(units).map(([unit, amount]) => `${amount} ${unit}`);
    console.log(
      `${service.padEnd(14)} ${operation.padEnd(19)} ${caller.padEnd(38)} ${String(calls).padStart(3)}  ${money(usd)}  ${counted.join(', ')}`,
    );
  }
  console.log(`\n${what}, ${name}: billed without a call to count\n`);
  for (const { what: use, usd, assumption } of unmetered) {
    console.log(`${use.padEnd(30)} ${money(usd)}  ${assumption}`);
  }
  console.log('');
}

function printMonth({ usd, lines, perGigabyte }: CostReport['monthly']): void {
  console.log(`\nEvery month although nothing happens: ${dollars(usd).trim()}\n`);
  for (const { count, what, usd: cost, kind, confidence } of lines) {
    const beside = kind === 'channel' ? ' (beside it)' : '';
    console.log(`${times(count)} ${dollars(cost)}  ${what}${beside}; price ${confidence}`);
  }
  for (const { what, usd: each } of perGigabyte)
    console.log(`${' '.repeat(15)}$${each.toFixed(3)}  per ${what}`);
}

function printYear({ usd, channelUsd, shares }: CostReport['year']): void {
  console.log(
    `\nA year at ${INTERACTIONS.toLocaleString('en')} messages of customers, each a case of its own: AWS charges, and SES, SMS and Connect\n`,
  );
  for (const { what, times: count, usdEach, channelUsdEach } of shares) {
    console.log(
      `${times(count)} × ${money(usdEach)} = ${dollars(count * usdEach)}   × ${money(channelUsdEach)} = ${dollars(count * channelUsdEach)}  ${what}`,
    );
  }
  console.log(`${' '.repeat(26)}${dollars(usd)}${' '.repeat(17)}${dollars(channelUsd)}  in all`);
}
