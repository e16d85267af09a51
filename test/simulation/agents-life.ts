import type { Dice } from './dice.ts';
import { type AgentStep, SECRET } from './plan.ts';

const MINUTE = 60_000;

export const AGENTS = ['ana', 'ben', 'carla'];

/** What agents do for one customer: somebody takes the case and answers, now and then everything else. */
export function agentsLife(roll: Dice, seed: string, customer: number): AgentStep[] {
  const steps: AgentStep[] = [];
  let at = roll.pick([200, 900, 3_000, 20_000]) + roll.between(0, 400);
  const add = (agent: string, does: AgentStep['does']) => {
    const again = roll.chance(0.1) ? [roll.pick([0, 5, 200, 3_000])] : [];
    const text = answerText(seed, customer, steps.length + 1);
    steps.push({ at, does, agent, customer, text, overlooks: roll.chance(0.08), again });
    at += roll.pick([0, 5, 300, 2_500, 8_000]);
  };
  for (let round = roll.chance(0.95) ? 1 : 2; round > 0; round--) {
    const [agent, other] = [roll.pick(AGENTS), roll.pick(AGENTS)];
    add(agent, 'claims');
    if (roll.chance(0.12)) add(other, roll.pick(['claims', 'replies', 'looks', 'notes']));
    // A silent claim lapses.
    if (roll.chance(0.12)) at += 16 * MINUTE;
    add(agent, 'replies');
    if (roll.chance(0.1))
      add(roll.pick(AGENTS), roll.pick(['releases', 'claims', 'replies', 'notes', 'looks']));
    if (roll.chance(0.3)) add(agent, 'resolves');
    if (roll.chance(0.07)) add(roll.pick(AGENTS), 'reopens');
    at += roll.chance(0.6) ? roll.between(1_000, 60_000) : roll.between(2 * MINUTE, 30 * MINUTE);
  }
  return steps;
}

/** Unique, so that what leaves is known by its text. */
export function answerText(seed: string, customer: number, number: number): string {
  return `${SECRET} answer ${seed} ${customer + 1}.${number}`;
}
