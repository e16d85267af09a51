import type { Posted } from './agents.ts';
import type { PlannedFault, SimulatedCustomer, Step } from './plan.ts';
import type { Run } from './run.ts';

/** How to see a seed again. */
export const commandFor = (seed: string) => `npm run simulate -- --seeds 1 --seed ${seed}`;

/** A run as sentences with simulated times: who did what, what went wrong on the way, and which rule was broken. */
export function tell({ plan, strikes, posted, breaches, startedAt }: Run): string {
  const lines = [
    ...plan.steps.map((step) => ({ at: step.at, text: stepSentence(step, posted) })),
    ...strikes.map(({ at, fault, call }) => ({ at, text: faultSentence(fault, call) })),
    ...plan.faults.flatMap((fault) =>
      'service' in fault && fault.kind !== 'outage' ? [{ at: fault.at, text: serviceSentence(fault) }] : [],
    ),
  ].sort((a, b) => a.at - b.at);
  const clock = (at: number) => new Date(startedAt + at).toISOString().slice(plan.surveyed ? 5 : 11, 23);
  return [
    `Seed ${plan.seed} fails; the same again: ${commandFor(plan.seed)}`,
    ...plan.customers.map((customer) => `  ${customerSentence(customer)}`),
    ...(plan.surveyed ? ['  The run goes on until no survey is left.'] : []),
    ...(plan.scanned ? ['  Every link that is sent is fetched at once.'] : []),
    ...lines.map(({ at, text }) => `  ${clock(at)}  ${text}`),
    'Then:',
    ...breaches.map((sentence) => `  ${sentence}`),
  ].join('\n');
}

const customerName = (index: number) => `customer ${index + 1}`;

function customerSentence({ name, addresses, fate, machine }: SimulatedCustomer): string {
  const has = addresses.map(({ channel, address }) => `${channel} (${address})`).join(' and ');
  const mail = fate ? `; what becomes of mail to them: ${fate}` : '';
  return `${name} has ${has}${mail}${machine ? `; a machine, ${machine}, answers every mail` : ''}.`;
}

const againSentence = (again: readonly number[]) =>
  again.length === 0 ? '' : ` Again after ${again.map((ms) => `${ms} ms`).join(', ')}.`;

function stepSentence(step: Step, posted: readonly Posted[]): string {
  switch (step.does) {
    case 'writes':
      return `${customerName(step.customer)} writes from phone ${step.phone + 1}: "${step.text}" (${step.id}).${againSentence(step.again)}`;
    case 'mails': {
      const { customer, from, text, id, verdict, takes, mark, again } = step;
      const marks = `${verdict}${mark ? `, marked ${mark}` : ''}, with ${takes} of our newest mail to ${customerName(customer)}`;
      return `${from} mails (${marks}): "${text}" (${id}).${againSentence(again)}`;
    }
    case 'chats':
      return `${customerName(step.customer)} chats: "${step.text}" (${step.id}).${againSentence(step.again)}`;
    case 'reads':
    case 'returns':
      return `${customerName(step.customer)} ${step.does === 'reads' ? 'looks into' : 'comes back to'} the chat.`;
    case 'rates':
      return `${customerName(step.customer)} gives ${step.score} on the page of the survey.${againSentence(step.again)}`;
    case 'sends-garbage':
      return `${JSON.stringify(step.body)} arrives at the topic.`;
    case 'opts-out-elsewhere':
      return `${customerName(step.customer)} opts phone ${step.phone + 1} out at the provider.`;
    case 'looks':
      return `${step.agent} looks at the work and at ${customerName(step.customer)}.`;
    default: {
      const what = step.does === 'replies' || step.does === 'notes' ? ` "${step.text}"` : '';
      const answers = posted
        .find((each) => each.step === step)
        ?.answers.map(answerText)
        .join(', then ');
      return `${step.agent} ${step.does}${what} on the newest case of ${customerName(step.customer)}: ${answers ?? 'there is none'}.`;
    }
  }
}

function answerText({ status, body }: Posted['answers'][number]): string {
  return status === 200 ? 'done' : `${status} ${body?.error?.code ?? body?.message ?? ''}`.trim();
}

function faultSentence(fault: PlannedFault, call: string): string {
  switch (fault.kind) {
    case 'throttled':
      return `${call} is throttled.`;
    case 'fails-before':
      return `${call} fails on the other side; nothing was done.`;
    case 'fails-after':
      return `${call} is carried out, but its caller hears that it failed.`;
    case 'lost-before':
      return `${call} never arrives; its caller hears nothing.`;
    case 'lost-after':
      return `${call} is carried out, but its caller hears nothing.`;
    case 'dies-before':
      return `The function dies before ${call}.`;
    case 'dies-after':
      return `The function dies after ${call} was carried out.`;
    case 'slow':
      return `${call} takes ${fault.delayMs} ms.`;
    case 'quota':
      return `${call} is refused: the quota is used up.`;
    case 'outage':
      return `${call} is refused: ${fault.service} is out for ${fault.forMs / 60_000} minutes.`;
    default:
      return `${call}: ${fault.kind}.`;
  }
}

function serviceSentence(
  fault: Extract<PlannedFault, { kind: 'duplicate' | 'reorder' | 'stale-index' }>,
): string {
  const { kind, service, times, delayMs } = fault;
  if (kind === 'stale-index') return `From now ${times} reads of the index lag by ${delayMs} ms.`;
  const what = kind === 'duplicate' ? 'delivers twice' : `delivers ${delayMs} ms late`;
  return `From now ${service} ${what}, ${times} times.`;
}
