import type { Dice } from './dice.ts';
import {
  type CustomerStep,
  type MailStep,
  SECRET,
  type SimulatedCustomer,
  type VerdictName,
} from './plan.ts';

const MINUTE = 60_000;

/** Those of people's own mail; what a stranger writes in their name is told apart by the mail server, too. */
const OWN: readonly VerdictName[] = ['pass', 'pass', 'pass', 'pass', 'gray, signed', 'gray, unsigned'];
const STRANGE: readonly VerdictName[] = [
  'fail',
  'fail',
  'gray, unsigned',
  'processing failed',
  'two senders',
  'spam',
  'virus',
];

/** What a customer writes, from one address or several, and what others write in their name. */
export function customerLife(
  roll: Dice,
  seed: string,
  subject: SimulatedCustomer,
  customer: number,
): CustomerStep[] {
  const { addresses } = subject;
  const steps: CustomerStep[] = [];
  // From two addresses at the same moment: two writers meet in one case.
  const atOnce = addresses.length > 1 && roll.chance(0.4);
  const many = atOnce ? 2 : roll.pick([1, 1, 1, 1, 2, 2]);
  let at = roll.between(0, 500);
  for (let number = 1; number <= many; number++) {
    const text = textOf(roll, number, customer);
    const address = atOnce ? number - 1 : roll.between(0, addresses.length - 1);
    steps.push(
      message(roll, { subject, customer, address, at, text, id: `message-${seed}-${customer}-${number}` }),
    );
    at += atOnce ? roll.between(0, 25) : pause(roll);
  }
  const mailbox = addresses.find(({ channel }) => channel === 'email');
  if (mailbox && roll.chance(0.25)) {
    // Often when there is a mail of ours that a token can be taken from.
    const later = roll.pick([0, 3_000, 15_000, 2 * MINUTE]) + roll.between(0, 5_000);
    steps.push(strange(roll, { customer, at: later, id: `s-${seed}-${customer}`, mailbox: mailbox.address }));
  }
  if (addresses[0]?.channel === 'webchat') {
    const does = roll.pick(['reads', 'returns'] as const);
    if (roll.chance(0.4)) steps.push({ at: at + roll.between(0, 60_000), does, customer });
  }
  const phone = addresses.findIndex(({ channel }) => channel === 'sms');
  if (phone >= 0 && roll.chance(0.05)) {
    steps.push({ at: roll.between(0, at), does: 'opts-out-elsewhere', customer, phone });
  }
  return steps;
}

interface Said {
  readonly subject: SimulatedCustomer;
  readonly customer: number;
  /** Which of the customer's addresses. */
  readonly address: number;
  readonly at: number;
  readonly text: string;
  readonly id: string;
}

/** A message of the customer, as it is written on its channel. */
export function message(roll: Dice, { subject, customer, address, ...said }: Said): CustomerStep {
  const { channel, address: from = '' } = subject.addresses[address] ?? {};
  const again = copies(roll);
  switch (channel) {
    case 'email': {
      const verdict = subject.machine ? 'pass' : roll.pick(OWN);
      const takes = roll.pick(['nothing', 'both', 'both', 'thread'] as const);
      const mark = subject.machine === 'marked' && ({ mark: 'auto-replied' } as const);
      return { ...said, does: 'mails', customer, from, again, verdict, takes, ...mark };
    }
    case 'webchat':
      return { ...said, does: 'chats', customer, again };
    default:
      return { ...said, does: 'writes', customer, phone: address, again, threaded: roll.chance(0.5) };
  }
}

/** Somebody else writes in the customer's name, or answers a mail of ours that they were shown; or a machine does. */
function strange(
  roll: Dice,
  { mailbox, ...step }: Pick<MailStep, 'customer' | 'at' | 'id'> & { readonly mailbox: string },
): MailStep {
  const text = `This ${SECRET} mail is not what it seems.`;
  const takes = roll.pick(['nothing', 'token', 'thread', 'both'] as const);
  const base = { ...step, does: 'mails', text, takes, again: copies(roll) } as const;
  const who = roll.next();
  if (who < 0.3) return { ...base, from: `stranger.${SECRET}@example.net`, verdict: 'pass' };
  if (who < 0.55) {
    return { ...base, from: mailbox, verdict: 'pass', mark: roll.pick(['auto-replied', 'bulk', 'nobody']) };
  }
  return { ...base, from: mailbox, verdict: roll.pick(STRANGE) };
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
  if (roll.chance(0.7)) return [];
  const spread = roll.pick([0, 300, 4_000, 7 * MINUTE]);
  return Array.from({ length: roll.between(1, spread === 0 ? 3 : 1) }, () => roll.between(0, spread));
}
