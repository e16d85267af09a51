import type { Plan, PlannedFault, Step } from './plan.ts';

/** Most runs spent on shortening one plan. */
const MOST_RUNS = 150;

type Part = { readonly step: Step } | { readonly fault: PlannedFault };

/**
 * The shortest plan found that still fails: parts are left out in ever smaller groups for as long as that succeeds,
 * then what is left is made simpler. Every run of a plan is the same, so what fails once fails again.
 */
export async function shorten(plan: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  let left = MOST_RUNS;
  const stillFails = async (tried: Plan) => {
    left -= 1;
    return left >= 0 && (await fails(tried));
  };
  let parts: Part[] = [...plan.faults.map((fault) => ({ fault })), ...plan.steps.map((step) => ({ step }))];
  for (let size = Math.ceil(parts.length / 2); size >= 1 && left > 0; ) {
    const before = parts.length;
    for (let from = 0; from < parts.length; ) {
      const fewer = parts.toSpliced(from, size);
      if (await stillFails(planOf(plan, fewer))) parts = fewer;
      else from += size;
    }
    size = size === 1 && parts.length === before ? 0 : Math.max(1, Math.floor(size / 2));
  }
  for (const [index, part] of parts.entries()) {
    const simpler = simplified(part);
    if (simpler === undefined) continue;
    const changed = parts.with(index, simpler);
    if (await stillFails(planOf(plan, changed))) parts = changed;
  }
  return planOf(plan, parts);
}

function planOf(plan: Plan, parts: readonly Part[]): Plan {
  return {
    ...plan,
    steps: parts.flatMap((part) => ('step' in part ? [part.step] : [])),
    faults: parts.flatMap((part) => ('fault' in part ? [part.fault] : [])),
  };
}

/** The part without repetitions; undefined when it has none. */
function simplified(part: Part): Part | undefined {
  if ('step' in part) {
    const { step } = part;
    return 'again' in step && step.again.length > 0 ? { step: { ...step, again: [] } } : undefined;
  }
  const { fault } = part;
  return 'times' in fault && fault.times > 1 ? { fault: { ...fault, times: 1 } } : undefined;
}
