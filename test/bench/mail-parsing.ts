import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { surviveMails } from '../security/mail-inputs.ts';
import { atMost, type Figure } from './figure.ts';
import { nastyMails } from './nasty-mails.ts';

/** What SES accepts. */
const SIZE = 40 * 1024 * 1024;
const MUTANTS = 5_000;

const measured = z.object({
  kind: z.string(),
  milliseconds: z.number(),
  megabytes: z.number(),
  keptMilliseconds: z.number(),
  keptMegabytes: z.number(),
});

/** P8: the slowest and the largest of many mails made to be that, each in a process of its own. */
export async function benchMailParsing(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-mail-'));
  try {
    const runs = Object.entries(nastyMails(SIZE)).map(([name, make]) => {
      const file = join(folder, 'mail');
      writeFileSync(file, make());
      return { name, ...measureOne(file) };
    });
    const slowest = worst(runs, ({ milliseconds }) => milliseconds);
    const largest = worst(runs, ({ megabytes }) => megabytes);
    const kept = worst(runs, ({ keptMegabytes }) => keptMegabytes);
    const mutants = await surviveMails(MUTANTS, 1);
    const ends = `${runs.filter(({ kind }) => kind === 'mail').length} of ${runs.length} end as a mail, the others in a sentence`;
    return [
      atMost(
        'P8',
        slowest.milliseconds,
        'ms',
        500,
        `slowest: ${slowest.name}; text, HTML and structure; ${ends}`,
      ),
      atMost('P8', largest.megabytes, 'MB', 256, `largest process, Node and the mail in it: ${largest.name}`),
      atMost(
        'P8',
        kept.keptMegabytes,
        'MB',
        256,
        `the same with its files decoded one by one: ${kept.name}, in ${Math.round(kept.keptMilliseconds)} ms`,
      ),
      atMost('P8', mutants.slowest, 'ms', 500, `slowest of ${MUTANTS} mails changed by chance`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureOne(file: string): z.output<typeof measured> {
  const program = fileURLToPath(new URL('./read-one-mail.ts', import.meta.url));
  return measured.parse(JSON.parse(execFileSync(process.execPath, [program, file], { encoding: 'utf8' })));
}

function worst<Run>(runs: readonly Run[], of: (run: Run) => number): Run {
  const [first, ...others] = runs;
  if (first === undefined) throw new Error('There is no mail to measure.');
  return others.reduce((found, run) => (of(run) > of(found) ? run : found), first);
}

if (import.meta.main) for (const figure of await benchMailParsing()) console.log(JSON.stringify(figure));
