import type { Ending } from '../ending.ts';
import { SECRET } from '../plan.ts';

/** Every text, name and mailbox of a run holds the secret word. What Step Functions keeps, it keeps for 90 days. */
export function nothingPersonal({ logLines, events, executions, deadLetters, plan }: Ending): string[] {
  const addresses = plan.customers.flatMap((customer) => customer.addresses);
  const phones = addresses.flatMap(({ channel, address }) => (channel === 'sms' ? [address.slice(1)] : []));
  const tells = (text: string) => text.includes(SECRET) || phones.some((phone) => text.includes(phone));
  const where = [
    ['A log line', logLines.map((line) => JSON.stringify(line))],
    ['An event', events.map(({ detail }) => JSON.stringify(detail))],
    ['An execution', executions.map((execution) => JSON.stringify(execution))],
    ['The reason of a dead letter', deadLetters.map(({ reason }) => reason ?? '')],
  ] as const;
  return where.flatMap(([what, texts]) =>
    texts.filter(tells).map((text) => `${what} tells: ${text.slice(0, 200)}`),
  );
}
