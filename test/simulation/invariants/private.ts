import type { Ending } from '../ending.ts';
import { SECRET } from '../make-plan.ts';

/** Every text of a run holds the secret word; every number of a customer begins alike. */
export function nothingPersonal({ logLines, events, deadLetters, plan }: Ending): string[] {
  const phones = plan.customers.flatMap((customer) => customer.phones).map((phone) => phone.slice(1));
  const tells = (text: string) => text.includes(SECRET) || phones.some((phone) => text.includes(phone));
  const where = [
    ['A log line', logLines.map((line) => JSON.stringify(line))],
    ['An event', events.map(({ detail }) => JSON.stringify(detail))],
    ['The reason of a dead letter', deadLetters.map(({ reason }) => reason ?? '')],
  ] as const;
  return where.flatMap(([what, texts]) =>
    texts.filter(tells).map((text) => `${what} tells: ${text.slice(0, 200)}`),
  );
}
