import { AGENTS, answerText } from './agents-life.ts';
import { message } from './customer-life.ts';
import type { Dice } from './dice.ts';
import { type AgentStep, SECRET, type SimulatedCustomer, type Step } from './plan.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As configured: asked a day after the resolution, reminded three days later, over four days after that. */
const ASKED = DAY;
const REMINDED = ASKED + 3 * DAY;
const OVER = ASKED + 7 * DAY;

/** A life in days, and the moments in it at which the product does something by itself. */
export interface SurveyLife {
  readonly steps: readonly Step[];
  readonly moments: readonly number[];
}

/** One question, one answer, and what becomes of the survey that follows. */
export function surveyLife(
  roll: Dice,
  seed: string,
  subject: SimulatedCustomer,
  customer: number,
): SurveyLife {
  const steps: Step[] = [];
  let said = 0;
  const says = (at: number, text: string) => {
    said += 1;
    const address = roll.between(0, subject.addresses.length - 1);
    steps.push(
      message(roll, { subject, customer, address, at, text, id: `message-${seed}-${customer}-${said}` }),
    );
  };
  let acts = 0;
  const act = (at: number, agent: string, does: AgentStep['does']) => {
    acts += 1;
    const text = answerText(seed, customer, acts);
    steps.push({ at, does, agent, customer, text, overlooks: false, again: [] });
  };
  /** Somebody answers and resolves. @returns when */
  const handled = (from: number) => {
    const agent = roll.pick(AGENTS);
    const at = from + roll.between(1_500, 20_000);
    act(at, agent, 'claims');
    act(at + 400, agent, 'replies');
    const resolved = at + roll.pick([2_000, 5_000, 30_000, 10 * MINUTE]);
    act(resolved, agent, 'resolves');
    return resolved;
  };
  says(roll.between(0, 500), `Where is my ${SECRET} order?`);
  const resolved = handled(1_000);
  const asked = resolved + ASKED;
  const moments = [asked, asked, asked, asked];

  const course = roll.next();
  if (course < 0.36) {
    const at = roll.chance(0.2) ? resolved + REMINDED + roll.between(0, DAY) : answeredAt(roll, asked);
    const score = scoreOf(roll);
    const comment = roll.chance(0.4) ? `It was ${SECRET}.` : '';
    const again = roll.chance(0.3) ? [roll.pick([0, 5, 300, HOUR])] : [];
    steps.push({ at, does: 'rates', customer, score, comment, again });
    moments.push(at);
    if (roll.chance(0.15)) says(at + roll.between(-200, 200), String(scoreOf(roll)));
    if (score < 3 && roll.chance(0.6)) handled(at + 20_000);
  } else if (course < 0.56) {
    const at = answeredAt(roll, asked);
    says(at, String(scoreOf(roll)));
    moments.push(at);
    if (roll.chance(0.3)) handled(at + 20_000);
  } else if (course < 0.68) {
    says(resolved + roll.pick([MINUTE, 5 * HOUR, DAY - 5_000, DAY - 30, DAY]), `It is ${SECRET} again.`);
    if (roll.chance(0.7)) moments.push(handled(resolved + DAY + HOUR) + ASKED);
  } else if (course < 0.86) {
    const at = asked + roll.pick([100, 1_500, HOUR, 30 * HOUR]);
    if (roll.chance(0.5))
      steps.push({ at: at - 50, does: 'rates', customer, score: 4, comment: '', again: [] });
    says(at, `Another ${SECRET} thing.`);
    moments.push(at, handled(at + MINUTE) + ASKED);
  } else {
    moments.push(resolved + REMINDED, resolved + REMINDED, resolved + OVER);
  }
  return { steps, moments };
}

/** In the very second, soon, or later. */
function answeredAt(roll: Dice, asked: number): number {
  return (
    asked + roll.pick([roll.between(200, 2_000), roll.between(MINUTE, HOUR), roll.between(HOUR, 60 * HOUR)])
  );
}

const scoreOf = (roll: Dice) => (roll.chance(0.35) ? roll.between(1, 2) : roll.between(3, 5));
