import { agentsLife } from './agents-life.ts';
import { customerLife } from './customer-life.ts';
import { type Dice, dice } from './dice.ts';
import { plannedFaults } from './make-faults.ts';
import { type Plan, SECRET, type SimulatedAddress, type SimulatedCustomer, type Step } from './plan.ts';
import { surveyLife } from './survey-life.ts';

const MINUTE = 60_000;

const GARBAGE = [
  'not json at all',
  '{"originationNumber":"+14255550199"}',
  '{"originationNumber":"someone","destinationNumber":"+12065550101","messageBody":"violet","inboundMessageId":"g"}',
  '[]',
];

/** The plan of a seed. */
export function makePlan(seed: string): Plan {
  const roll = dice(`plan ${seed}`);
  const surveyed = roll.chance(0.05);
  const customers = makeCustomers(roll);
  const steps: Step[] = [];
  const moments: number[] = [];
  customers.forEach((customer, index) => {
    if (surveyed) {
      const life = surveyLife(roll, seed, customer, index);
      steps.push(...life.steps);
      moments.push(...life.moments);
    } else {
      steps.push(...customerLife(roll, seed, customer, index), ...agentsLife(roll, seed, index));
    }
  });
  if (roll.chance(0.08)) {
    steps.push({ at: roll.between(0, 5 * MINUTE), does: 'sends-garbage', body: roll.pick(GARBAGE) });
  }
  if (roll.chance(0.4)) meetAnAgent(roll, steps);
  steps.sort((a, b) => a.at - b.at);
  const times = [...steps.map(({ at }) => at), ...moments];
  const channels = new Set(customers.flatMap(({ addresses }) => addresses.map(({ channel }) => channel)));
  const faults = plannedFaults(roll, { times, channels, surveyed });
  return { seed, customers, steps, faults, surveyed, scanned: roll.chance(0.5) };
}

/** Moves a message to the very moment when an agent does something. */
function meetAnAgent(roll: Dice, steps: Step[]): void {
  const index = steps.findLastIndex(({ does, at }) => /^(writes|mails|chats)$/.test(does) && at > 1_000);
  const step = steps[index];
  const agents = steps.filter((each) => 'agent' in each);
  if (step === undefined || agents.length === 0) return;
  steps[index] = { ...step, at: Math.max(0, roll.pick(agents).at + roll.between(-40, 40)) };
}

function makeCustomers(roll: Dice): SimulatedCustomer[] {
  const count = roll.chance(0.98) ? 1 : 2;
  return Array.from({ length: count }, (_, index) => makeCustomer(roll, index));
}

function makeCustomer(roll: Dice, index: number): SimulatedCustomer {
  const name = `customer ${index + 1}`;
  const phone = (number: number): SimulatedAddress => ({
    channel: 'sms',
    address: `+1425555${index + 1}${number}17`,
  });
  const mailbox: SimulatedAddress = { channel: 'email', address: `${SECRET}${index + 1}@example.org` };
  const kind = roll.next();
  if (kind < 0.44) return { name, addresses: roll.chance(0.3) ? [phone(0), phone(1)] : [phone(0)] };
  if (kind < 0.57) return { name, addresses: [phone(0), mailbox] };
  if (kind < 0.74) {
    const fate = roll.chance(0.12) && roll.pick(['bounce', 'bounce-for-now', 'complain', 'delay'] as const);
    return { name, addresses: [mailbox], ...(fate && { fate }) };
  }
  if (kind < 0.95) return { name, addresses: [{ channel: 'webchat', address: `browser ${index + 1}` }] };
  return { name, addresses: [mailbox], machine: roll.pick(['marked', 'unmarked'] as const) };
}
