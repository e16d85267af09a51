import { performance } from 'node:perf_hooks';
import { clean } from './clean.ts';
import { layers } from './layers.ts';
import { lint } from './lint.ts';
import type { Outcome, Step } from './step.ts';
import { Assembly, cfnLint, stateMachines, synth } from './templates.ts';
import { tests } from './tests.ts';
import { ROOT } from './tool.ts';
import { types } from './types.ts';
import { unused } from './unused.ts';

const assembly = new Assembly();

/** Two lanes for two cores; what reads templates waits for the lane that writes them. */
const LANES: readonly (readonly Step[])[] = [
  [synth(assembly), tests(ROOT, assembly)],
  [types(), lint(), layers(), unused(), clean(), stateMachines(assembly), cfnLint(assembly)],
];

const MARKS = { passed: 'ok', failed: 'FAIL', skipped: 'skip' } as const;

async function runStep(step: Step): Promise<{ step: Step; outcome: Outcome }> {
  const start = performance.now();
  const outcome = await step.run();
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(
    `${MARKS[outcome.state].padEnd(5)}${step.name.padEnd(18)}${seconds.padStart(6)} s  ${outcome.summary}`,
  );
  return { step, outcome };
}

async function runLane(steps: readonly Step[]): Promise<{ step: Step; outcome: Outcome }[]> {
  const done = [];
  for (const step of steps) done.push(await runStep(step));
  return done;
}

const start = performance.now();
const results = (await Promise.all(LANES.map(runLane))).flat();
assembly.remove();

const failures = results.filter(({ outcome }) => outcome.state === 'failed');
for (const { step, outcome } of failures) console.log(`\n--- ${step.name}\n${outcome.output?.trim()}`);
const seconds = ((performance.now() - start) / 1_000).toFixed(0);
const skips = results.filter(({ outcome }) => outcome.state === 'skipped').map(({ step }) => step.name);
const skipNote = skips.length > 0 ? ` Skipped: ${skips.join(', ')}.` : '';
if (failures.length === 0) console.log(`\nAll is well, in ${seconds} s.${skipNote}`);
else
  console.log(`\nFailed after ${seconds} s: ${failures.map(({ step }) => step.name).join(', ')}.${skipNote}`);
process.exitCode = failures.length === 0 ? 0 : 1;
