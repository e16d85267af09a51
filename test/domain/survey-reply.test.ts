import { describe, expect, test } from 'vitest';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import { recordMessage, type Snapshot } from '../../shared/domain/record-message.ts';
import {
  ago,
  CUSTOMER_ID,
  customer,
  DAY,
  HOUR,
  NOW,
  openCase,
  RULES,
  resolvedCase,
  sms,
  THEIR_NUMBER,
} from './builders.ts';

const contactPointId = contactPointIdOf({ channel: 'sms', address: THEIR_NUMBER });
const caseId = `${CUSTOMER_ID}-1`;
const openSurvey = { caseId, opening: 1, channel: 'sms', contactPointId, until: ago(-DAY) } as const;
const contactPoint = {
  channel: 'sms' as const,
  address: THEIR_NUMBER,
  contactPointId,
  owner: CUSTOMER_ID,
  head: CUSTOMER_ID,
  firstSeenAt: ago(DAY),
};

/** Asked an hour ago by SMS, about a case resolved before. */
const asked = {
  contactPoint,
  customer: customer({ openCases: [], surveyedAt: ago(HOUR), openSurvey }),
  cases: [resolvedCase({ contactPointId, lastActiveAt: ago(2 * HOUR) })],
};

function write(text: string, message: Partial<InboundMessage> = {}, snapshot: Partial<Snapshot> = {}) {
  const request = { now: NOW, newCustomerId: 'newcomer00000000', archiveKey: 'x' };
  return recordMessage(
    { ...request, message: sms({ text, ...message }), snapshot: { ...asked, ...snapshot } },
    RULES,
  );
}

const isAnswer = (...parameters: Parameters<typeof write>) =>
  write(...parameters).interaction.kind === 'survey-answer';

describe('A number in answer to a survey', () => {
  test('S3.16 is the answer: it opens nothing again, nobody waits, and it is told', () => {
    const { case: subject, interaction, events, customer: who } = write('5');
    expect(subject.next).toMatchObject({ caseId, state: 'resolved', arrivals: 1, lastActiveAt: NOW });
    expect(subject.next.waitingSince).toBeUndefined();
    expect(interaction).toMatchObject({ kind: 'survey-answer', text: '5', caseId });
    expect(interaction.arrival).toBeUndefined();
    expect(who).toBeUndefined();
    expect(events).toEqual([
      {
        type: 'SurveyReplied',
        surveyed: 1,
        score: 5,
        via: 'sms',
        interactionId: interaction.interactionId,
        interactionAt: interaction.at,
      },
    ]);
  });

  test('with more than a number is a message, and opens the case again', () => {
    for (const text of ['5 but it came late', '7', 'Why 5?']) {
      expect(write(text)).toMatchObject({ interaction: { kind: 'message' }, reason: 'after-resolution' });
    }
  });

  test('is a message elsewhere than where the question was asked', () => {
    const byMail = { ...openSurvey, channel: 'email', contactPointId: 'm' } as const;
    const elsewhere = customer({ openCases: [], surveyedAt: ago(HOUR), openSurvey: byMail });
    expect(isAnswer('5', {}, { customer: elsewhere })).toBe(false);
    expect(isAnswer('5', {}, { contactPoint: { ...contactPoint, contactPointId: 'another' } })).toBe(false);
  });

  test('counts from the question to its end, by the time it was sent', () => {
    expect(isAnswer('5', { at: ago(HOUR) })).toBe(true);
    expect(isAnswer('5', { at: ago(HOUR + 1) })).toBe(false);
    const over = customer({ surveyedAt: ago(DAY), openSurvey: { ...openSurvey, until: ago(60_000) } });
    expect(isAnswer('5', { at: ago(60_001) }, { customer: over })).toBe(true);
    expect(isAnswer('5', { at: ago(60_000) }, { customer: over })).toBe(false);
  });

  test('is a message when we have talked since, for it may answer that', () => {
    const talk = openCase({ caseId: `${CUSTOMER_ID}-2`, contactPointId, lastActiveAt: ago(60_000) });
    expect(isAnswer('5', {}, { cases: [...asked.cases, talk] })).toBe(false);
    const before = { ...talk, lastActiveAt: ago(3 * HOUR) };
    expect(isAnswer('5', {}, { cases: [...asked.cases, before] })).toBe(true);
    expect(isAnswer('5', {}, { cases: [...asked.cases, before], threadedTo: before.caseId })).toBe(false);
  });

  test('of a customer who was not asked is a message', () => {
    expect(isAnswer('5', {}, { customer: customer({ openCases: [] }) })).toBe(false);
  });
});
