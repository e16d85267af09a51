import * as z from 'zod';
import { interactionIdOf, markerHashOf } from '../../shared/domain/identity.ts';
import { identityOf } from '../../shared/domain/inbound-message.ts';
import { cleanText } from '../../shared/domain/text.ts';
import {
  contactPointOfVisitor,
  inboundFromVisitor,
  LONGEST_CHAT_MESSAGE,
} from '../../shared/domain/webchat.ts';
import { accepted, type PublicHttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import type { WebchatApiDependencies } from './dependencies.ts';
import { sizeProblem, tooMany, visitorOf } from './visitor.ts';

const line = (longest: number) =>
  z
    .string()
    .max(longest, `has more than ${longest} characters`)
    .transform((text) => cleanText(text).text.trim())
    .refine((text) => text !== '' && !text.includes('\n'), 'is no single line of text');

const messageBody = z.strictObject({
  id: z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, _ or -, e.g. a UUID'),
  text: z
    .string()
    .max(LONGEST_CHAT_MESSAGE, 'has more than 4,000 characters')
    .transform((text) => cleanText(text).text)
    .refine((text) => text.trim() !== '', 'says nothing'),
  name: line(100).optional(),
  language: z.string().max(35).refine(isLanguage, 'is no BCP 47 tag, e.g. pt-BR').optional(),
  timeZone: z.string().max(64).refine(isTimeZone, 'is no IANA zone, e.g. Europe/Lisbon').optional(),
  topic: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens')
    .optional(),
});

/**
 * POST /webchat/messages: puts a visitor's message on the inbox. One send and no read, for somebody waits; and so a
 * message is taken while DynamoDB refuses. The answer names the interaction it will be, the same for a repeated id.
 */
export async function takeMessage(event: PublicHttpEvent, dependencies: WebchatApiDependencies) {
  const { gates, inbox, now, log } = dependencies;
  const visitor = await visitorOf(event, dependencies);
  if (!visitor.ok) return visitor;
  const problem = tooMany(gates.messages(visitor.body)) ?? sizeProblem(event);
  if (problem) return problem;
  const body = readBody(event, messageBody);
  if (!body.ok) return body;
  const message = inboundFromVisitor(visitor.body, body.body, {
    now: now().toISOString(),
    raw: JSON.stringify(body.body),
  });
  await inbox.put(message);
  const interactionId = interactionIdOf(markerHashOf(identityOf(message)));
  log('TL2001', { contactPointId: contactPointOfVisitor(visitor.body), interactionId });
  return accepted({ interactionId });
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Z]/.test(zone);
  } catch {
    return false;
  }
}
