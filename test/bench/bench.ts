import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/app.ts';
import { benchEventPatterns } from './event-patterns.ts';
import type { Figure } from './figure.ts';
import { benchLoadTime } from './load-time.ts';
import { benchMailParsing } from './mail-parsing.ts';
import { benchOneCustomer } from './one-customer-rate.ts';
import { benchPromises } from './promise-watch.ts';
import { countFigures, countRecording } from './returning-customer.ts';
import { benchCheck, benchStart } from './start-time.ts';
import { benchWaitingPath } from './waiting-path.ts';
import { takeChatTheWholeWay, takeSmsTheWholeWay } from './ways.ts';

// npm run bench [-- P1 P3 P4 P6 P8 P10] [--with-check]: a JSON line per figure; 1 when a bar is missed. The check takes
// minutes and runs this machine full, so its time (P10) is only taken when asked for.

type Bench = (assembly: string, withCheck: boolean) => Promise<readonly Figure[]>;

const BENCHES: Readonly<Record<string, Bench>> = {
  P1: async (assembly) =>
    benchWaitingPath(await takeSmsTheWholeWay(assembly), await takeChatTheWholeWay(assembly)),
  P3: benchLoadTime,
  P4: async (assembly) => [
    ...countFigures(await countRecording({ assembly })),
    await benchOneCustomer(assembly),
  ],
  P6: async () => benchEventPatterns(),
  P8: benchMailParsing,
  R8: benchPromises,
  P10: async (_, withCheck) => [await benchStart(), ...(withCheck ? [await benchCheck()] : [])],
};

const args = process.argv.slice(2);
const wanted = args.filter((arg) => arg !== '--with-check');
const unknown = wanted.filter((id) => !Object.hasOwn(BENCHES, id));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

const assembly = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
try {
  await synthesise({ outdir: assembly, validate: false });
  for (const [id, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(id)) continue;
    for (const figure of await bench(assembly, args.includes('--with-check'))) {
      console.log(JSON.stringify(figure));
      if (!figure.ok) process.exitCode = 1;
    }
  }
} finally {
  rmSync(assembly, { recursive: true, force: true });
}
