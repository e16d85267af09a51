import { type Dice, dice } from './dice.ts';
import { plannedFaults } from './make-faults.ts';
import type { AgentStep, Plan, SimulatedCustomer, Step } from './plan.ts';

const MINUTE = 60_000;

/** In every text, so that one in a log or an event is found. */
export const SECRET = 'violet';

const AGENTS = ['ana', 'ben', 'carla'];

const GARBAGE = [
  'not json at all',
  '{"originationNumber":"+14255550199"}',
  '{"originationNumber":"someone","destinationNumber":"+12065550101","messageBody":"violet","inboundMessageId":"g"}',
  '[]',
];

/** The plan of a seed. */
export function makePlan(seed: string): Plan {
  const roll = dice(`plan ${seed}`);
  const customers = makeCustomers(roll);
  const steps: Step[] = [];
  customers.forEach((customer, index) => {
    steps.push(...customerLife(roll, seed, customer, index), ...agentsLife(roll, seed, index));
  });
  if (roll.chance(0.15)) {
    steps.push({ at: roll.between(0, 5 * MINUTE), does: 'sends-garbage', body: roll.pick(GARBAGE) });
  }
  if (roll.chance(0.4)) meetAnAgent(roll, steps);
  steps.sort((a, b) => a.at - b.at);
  const times = steps.map(({ at }) => at);
  return { seed, customers, steps, faults: plannedFaults(roll, times) };
}

/** Moves a message to the very moment when an agent does something. */
function meetAnAgent(roll: Dice, steps: Step[]): void {
  const index = steps.findLastIndex((step) => step.does === 'writes' && step.at > 1_000);
  const step = steps[index];
  const agents = steps.filter((each) => 'agent' in each);
  if (step === undefined || agents.length === 0) return;
  steps[index] = { ...step, at: Math.max(0, roll.pick(agents).at + roll.between(-40, 40)) };
}

function makeCustomers(roll: Dice): SimulatedCustomer[] {
  const count = roll.chance(0.92) ? 1 : 2;
  return Array.from({ length: count }, (_, index) => ({
    name: `customer ${index + 1}`,
    phones: Array.from({ length: roll.chance(0.4) ? 2 : 1 }, (_, phone) => `+1425555${index + 1}${phone}17`),
  }));
}

function customerLife(roll: Dice, seed: string, { phones }: SimulatedCustomer, customer: number): Step[] {
  const steps: Step[] = [];
  const many = roll.pick([1, 1, 1, 2, 2, 2, 3]);
  let at = roll.between(0, 500);
  for (let number = 1; number <= many; number++) {
    const phone = roll.between(0, phones.length - 1);
    steps.push({
      at,
      does: 'writes',
      customer,
      phone,
      text: textOf(roll, number, customer),
      id: `m-${seed}-${customer}-${number}`,
      again: copies(roll),
      threaded: roll.chance(0.5),
    });
    at += pause(roll);
  }
  if (roll.chance(0.05)) {
    const phone = roll.between(0, phones.length - 1);
    steps.push({ at: roll.between(0, at), does: 'opts-out-elsewhere', customer, phone });
  }
  return steps;
}

/** To the next message of a customer: often a moment, sometimes hours. */
function pause(roll: Dice): number {
  const kind = roll.next();
  if (kind < 0.45) return roll.between(0, 250);
  if (kind < 0.65) return roll.between(1_000, 30_000);
  if (kind < 0.95) return roll.between(MINUTE, 25 * MINUTE);
  return roll.between(60 * MINUTE, 3 * 60 * MINUTE);
}

function textOf(roll: Dice, number: number, customer: number): string {
  const kind = roll.next();
  if (kind < 0.12) return 'Thank you!';
  if (kind < 0.2) return 'STOP';
  if (kind < 0.25) return 'START';
  return `Where is my ${SECRET} order ${customer + 1}.${number}?`;
}

/** The provider delivers a message again: at once, a little later, or when the inbox has forgotten it. */
function copies(roll: Dice): number[] {
  if (roll.chance(0.65)) return [];
  const spread = roll.pick([0, 300, 4_000, 7 * MINUTE]);
  return Array.from({ length: roll.between(1, spread === 0 ? 3 : 1) }, () => roll.between(0, spread));
}

/** What agents do for one customer: somebody takes the case and answers, now and then everything else. */
function agentsLife(roll: Dice, seed: string, customer: number): Step[] {
  const steps: Step[] = [];
  let at = roll.pick([200, 900, 3_000, 20_000]) + roll.between(0, 400);
  let number = 0;
  const add = (agent: string, does: AgentStep['does']) => {
    number += 1;
    const text = `${SECRET} answer ${seed} ${customer + 1}.${number}`;
    const again = roll.chance(0.1) ? [roll.pick([0, 5, 200, 3_000])] : [];
    steps.push({ at, does, agent, customer, text, overlooks: roll.chance(0.08), again });
    at += roll.pick([0, 5, 300, 2_500, 8_000]);
  };
  for (let round = roll.pick([1, 1, 1, 1, 2]); round > 0; round--) {
    const [agent, other] = [roll.pick(AGENTS), roll.pick(AGENTS)];
    add(agent, 'claims');
    if (roll.chance(0.3)) add(other, roll.pick(['claims', 'replies', 'looks', 'notes']));
    // A silent claim lapses.
    if (roll.chance(0.12)) at += 16 * MINUTE;
    add(agent, 'replies');
    if (roll.chance(0.25))
      add(roll.pick(AGENTS), roll.pick(['releases', 'claims', 'replies', 'notes', 'looks']));
    if (roll.chance(0.5)) add(agent, 'resolves');
    if (roll.chance(0.15)) add(roll.pick(AGENTS), 'reopens');
    at += roll.chance(0.6) ? roll.between(1_000, 60_000) : roll.between(2 * MINUTE, 30 * MINUTE);
  }
  return steps;
}
