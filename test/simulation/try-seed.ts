import type { Alteration } from './bundles.ts';
import { makePlan } from './make-plan.ts';
import { type Run, runPlan } from './run.ts';
import { shorten } from './shorten.ts';
import { tell } from './tell.ts';

/** The name of a broken rule, without its particulars. */
const ruleOf = (breach: string) => breach.slice(0, breach.indexOf(': '));

/** Runs a seed. */
export function trySeed(seed: number, assembly: string, alter?: Alteration): Promise<Run> {
  return runPlan(makePlan(String(seed)), assembly, alter);
}

/** The shortest story found of a failing run, in which the same rule is broken. */
export async function shortestStory(run: Run, assembly: string, alter?: Alteration): Promise<string> {
  const rule = ruleOf(run.breaches[0] ?? '');
  const breaks = async (plan: Run['plan']) =>
    (await runPlan(plan, assembly, alter)).breaches.some((breach) => ruleOf(breach) === rule);
  const plan = await shorten(run.plan, breaks);
  return tell(await runPlan(plan, assembly, alter));
}
