import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesise } from '../../infra/app.ts';
import { makePlan } from './make-plan.ts';
import { runPlan } from './run.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, assembly: { type: 'string' } },
});
const outdir = values.assembly ?? mkdtempSync(join(tmpdir(), 'throughline-simulation-'));
if (!values.assembly) await synthesise({ outdir, validate: false });
const first = Number(values.seed ?? 1);
let failed = 0;
await runPlan(makePlan('warm'), outdir).catch(() => undefined);
const cpu0 = process.cpuUsage();
const t0 = performance.now();
const n = Number(values.seeds ?? 20);
for (let s = first; s < first + n; s++) {
  const plan = makePlan(String(s));
  try {
    const run = await runPlan(plan, outdir);
    if (run.breaches.length) {
      failed++;
      console.log(s, run.breaches.slice(0, 4));
    }
    if (n === 1) {
      for (const st of plan.steps) console.log(st);
      for (const f of plan.faults) console.log(f);
      for (const f of run.strikes) console.log(f.at, f.fault.kind, f.call);
      for (const p of run.posted)
        console.log(
          p.step.at,
          p.step.does,
          p.answers.map(
            (a) =>
              a.at - run.startedAt + ':' + a.status + ' ' + (a.status >= 400 ? JSON.stringify(a.body) : ''),
          ),
        );
      console.log(run.trace);
    }
    if ((s - first + 1) % 25 === 0) {
      const c = process.cpuUsage(cpu0);
      console.log('at', s, 'cpu ms so far', (c.user + c.system) / 1000);
    }
  } catch (e) {
    failed++;
    console.log(s, 'THREW', e);
  }
}
const cpu = process.cpuUsage(cpu0);
console.log({
  n,
  failed,
  wallPerSeed: (performance.now() - t0) / n,
  cpuPerSeed: (cpu.user + cpu.system) / 1000 / n,
});
if (!values.assembly) rmSync(outdir, { recursive: true, force: true });
