import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { type RecordRequest, recordMessage, type Snapshot } from '../../shared/domain/record-message.ts';
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

const contactPoint = {
  channel: 'sms' as const,
  address: THEIR_NUMBER,
  contactPointId,
  owner: CUSTOMER_ID,
  head: CUSTOMER_ID,
  firstSeenAt: ago(DAY),
};

function record(message: Partial<RecordRequest['message']> = {}, snapshot: Partial<Snapshot> = {}) {
  const request = { now: NOW, newCustomerId: 'newcomer00000000', archiveKey: 'inbound/sms/x.json' };
  return recordMessage({ ...request, message: sms(message), snapshot: { cases: [], ...snapshot } }, RULES);
}

const known = { contactPoint, customer: customer(), cases: [openCase()] };

describe('The first message of a newcomer', () => {
  test('S3.7 makes contact point, customer and case, all of one customer', () => {
    const { contactPoint: point, customer: who, case: subject, interaction, marker } = record();
    expect(point).toMatchObject({
      next: { owner: 'newcomer00000000', head: 'newcomer00000000', address: THEIR_NUMBER },
    });
    expect(who).toEqual({
      next: {
        customerId: 'newcomer00000000',
        version: 1,
        openCases: ['newcomer00000000-1'],
        lastCaseNumber: 1,
        createdAt: NOW,
      },
    });
    expect(subject.previous).toBeUndefined();
    expect(subject.next).toMatchObject({
      caseId: 'newcomer00000000-1',
      state: 'open',
      version: 1,
      opening: 1,
      arrivals: 1,
      answered: 0,
      waitingSince: ago(60_000),
      contactPointId,
    });
    expect(interaction).toMatchObject({ arrival: 1, caseId: 'newcomer00000000-1', direction: 'inbound' });
    expect(marker.interactionId).toBe(interaction.interactionId);
    expect(marker.hash.startsWith(interaction.interactionId)).toBe(true);
  });

  test('tells CaseOpened with the reason', () => {
    const { events, interaction } = record();
    expect(events).toEqual([
      {
        type: 'CaseOpened',
        reason: 'first-message',
        interactionId: interaction.interactionId,
        interactionAt: interaction.at,
      },
    ]);
  });
});

describe('A message from an address that bounced', () => {
  test('says a day later that it may be reached again, unless it proves nothing', () => {
    const bounced = { ...contactPoint, unreachableAt: ago(DAY + 60_000) };
    const point = (message: Parameters<typeof record>[0]) =>
      record(message, { ...known, contactPoint: bounced }).contactPoint;
    expect(point({})).toEqual({ previous: bounced, next: contactPoint });
    expect(point({ at: ago(60_001) })).toBeUndefined();
    expect(point({ proof: 'unproven' })).toBeUndefined();
  });
});

describe('A mail', () => {
  const mail = { channel: 'email', account: 'support@example.com', from: 'ann@example.com' } as const;

  test('keeps what the thread shows of it, and what the newcomer says of themself', () => {
    const shown = {
      subject: 'Late parcel',
      folded: 'On Monday you wrote: …',
      attachments: [{ name: 'a.pdf', type: 'application/pdf', bytes: 3, key: 'attachments/x/1' }],
      htmlKey: 'html/x',
    };
    const recording = record({ ...mail, ...shown, name: 'Ann', language: 'pt', topic: 'delivery' });
    expect(recording.interaction).toMatchObject({ ...shown, channel: 'email' });
    expect(recording.case.next).toMatchObject({ topic: 'delivery' });
    expect(recording.customer?.next).toMatchObject({
      name: 'Ann',
      language: 'pt',
      mail: recording.contactPoint?.next.contactPointId,
    });
  });

  test('SEC2 without proof makes a contact point of its own, which is nobody’s proven mailbox', () => {
    const spoofed = record({ ...mail, proof: 'unproven' }, { alone: 'unproven-sender', suggestion: 'x' });
    expect(spoofed.contactPoint?.next.contactPointId).not.toBe(
      record(mail).contactPoint?.next.contactPointId,
    );
    expect(spoofed.customer?.next.mail).toBeUndefined();
    expect(spoofed.interaction).toMatchObject({ proof: 'unproven', suggestion: 'x' });
    expect(spoofed.marker.hash).not.toBe(record(mail).marker.hash);
  });

  test('SEC2 without proof opens a case although one is open, and says why', () => {
    const { case: subject, reason } = record(
      { ...mail, proof: 'unproven' },
      { ...known, alone: 'unproven-sender' },
    );
    expect([subject.next.caseId, reason]).toEqual([`${CUSTOMER_ID}-2`, 'unproven-sender']);
  });

  test('sent by a machine in answer joins without being an arrival, and opens no resolved case again', () => {
    for (const subject of [openCase(), resolvedCase()]) {
      const {
        case: placed,
        interaction,
        events,
      } = record({ ...mail, automatic: true }, { ...known, cases: [subject], threadedTo: subject.caseId });
      const { state, arrivals, answered, waitingSince } = subject;
      expect(placed.next).toMatchObject({ state, arrivals, answered });
      expect(placed.next.waitingSince).toBe(waitingSince);
      expect(interaction).toMatchObject({ automatic: true });
      expect(interaction.arrival).toBeUndefined();
      expect(events).toMatchObject([{ type: 'InteractionReceived', reason: 'automatic' }]);
    }
  });

  test('sent by a machine out of the blue opens a case: nothing is lost', () => {
    expect(record({ ...mail, automatic: true }).case.next).toMatchObject({ state: 'open', arrivals: 1 });
  });
});

describe('A further message', () => {
  test('changes the case and nothing else', () => {
    const recording = record({}, known);
    expect(recording.customer).toBeUndefined();
    expect(recording.contactPoint).toBeUndefined();
    expect(recording.case.next).toMatchObject({
      version: 4,
      arrivals: 2,
      lastActiveAt: NOW,
      waitingSince: ago(HOUR),
    });
    expect(recording.interaction).toMatchObject({
      arrival: 2,
      joinReason: 'The customer has this case open and it was active recently.',
    });
  });

  test('on another channel moves the answer there (S1.29)', () => {
    const recording = record({ channel: 'whatsapp', account: 'our-whatsapp' }, known);
    expect(recording.case.next).toMatchObject({ channel: 'whatsapp', account: 'our-whatsapp' });
  });

  test('R3 that comes late does not draw the answer away from where the newest came from', () => {
    const newest = { interactionId: 'a'.repeat(32), interactionAt: ago(HOUR / 2) };
    const cases = [openCase({ newest })];
    const late = record({ channel: 'whatsapp', account: 'ours', at: ago(HOUR) }, { ...known, cases });
    expect(late.case.next).toMatchObject({ channel: 'sms', newest, arrivals: 2 });
    const next = record({ channel: 'whatsapp', account: 'ours' }, { ...known, cases });
    expect(next.case.next).toMatchObject({
      channel: 'whatsapp',
      newest: { interactionId: next.interaction.interactionId, interactionAt: ago(60_000) },
    });
  });

  test('R3 that is older than what is there makes the customer wait since then, without being read first', () => {
    const { case: subject } = record({ at: ago(2 * HOUR) }, known);
    expect(subject.next).toMatchObject({ arrivals: 2, waitingSince: ago(2 * HOUR) });
  });

  test('that comes while a reply is on its way is remembered as the next one waiting', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 1 };
    const first = record({}, { ...known, cases: [openCase({ replied })] }).case.next;
    expect(first.replied).toEqual({ ...replied, nextAt: ago(60_000) });
    const second = record({ at: ago(0) }, { ...known, cases: [first] }).case.next;
    expect(second.replied).toEqual(first.replied);
  });

  test('that reopens a case raises the opening, and puts the case back on the list of open ones', () => {
    const cases = [resolvedCase({ version: 7 })];
    const recording = record({ at: ago(0) }, { ...known, customer: customer({ openCases: [] }), cases });
    expect(recording.case.next).toMatchObject({
      state: 'open',
      version: 8,
      opening: 2,
      arrivals: 2,
      waitingSince: NOW,
    });
    expect(recording.case.next.resolvedAt).toBeUndefined();
    expect(recording.customer?.next).toMatchObject({ version: 2, openCases: [`${CUSTOMER_ID}-1`] });
    expect(recording.events.map(({ type }) => type)).toEqual(['CaseReopened']);
  });

  test('of thanks is an arrival that nobody has to answer', () => {
    const recording = record({ text: 'Thanks!', at: ago(0) }, { ...known, cases: [resolvedCase()] });
    expect(recording.case.next).toMatchObject({ state: 'resolved', arrivals: 2, answered: 2 });
    expect(recording.case.next.waitingSince).toBeUndefined();
    expect(recording.customer).toBeUndefined();
  });

  test('without its customer is not guessed at', () => {
    expect(() => record({}, { contactPoint, cases: [] })).toThrow(
      'A contact point leads to a customer who is not there.',
    );
  });
});

describe('STOP', () => {
  test('opts the contact point out, leaves the arrival sequence alone and tells it', () => {
    const recording = record({ text: 'STOP' }, known);
    expect(recording.interaction).toMatchObject({ kind: 'opt-out' });
    expect(recording.interaction.arrival).toBeUndefined();
    expect(recording.case.next).toMatchObject({ arrivals: 1, answered: 0, state: 'open' });
    expect(recording.contactPoint?.next.optedOutAt).toBe(ago(60_000));
    expect(recording.events).toMatchObject([{ type: 'CustomerOptedOut', contactPointId }]);
  });

  test('of a newcomer makes a case born resolved, so that no agent is called', () => {
    const recording = record({ text: 'STOP' });
    expect(recording.case.next).toMatchObject({ state: 'resolved', arrivals: 0, resolvedBy: 'throughline' });
    expect(recording.customer?.next).toMatchObject({ openCases: [], lastCaseNumber: 1, version: 1 });
    expect(recording.events.map(({ type }) => type)).toEqual(['CustomerOptedOut']);
  });

  test('R3 that comes after a START sent later changes nothing, and the other way round', () => {
    const started = record({ text: 'START', at: ago(2000) }, known).contactPoint?.next;
    const stopped = record({ text: 'STOP', at: ago(1000) }, known).contactPoint?.next;
    const late = { text: 'STOP', at: ago(3000) };
    expect(
      record(late, { ...known, ...(started && { contactPoint: started }) }).contactPoint,
    ).toBeUndefined();
    const lateStart = { text: 'START', at: ago(1500) };
    const after = record(lateStart, { ...known, ...(stopped && { contactPoint: stopped }) });
    expect(after.contactPoint).toBeUndefined();
    expect(stopped).toMatchObject({ optedOutAt: ago(1000), keywordAt: ago(1000) });
  });

  test('R3 of the provider’s own is not undone by a START that is older', () => {
    const refused = { ...contactPoint, keywordAt: ago(3 * DAY), optedOutAt: ago(DAY) };
    const late = { text: 'START', at: ago(2 * DAY) };
    expect(record(late, { ...known, contactPoint: refused }).contactPoint).toBeUndefined();
  });

  test('a second time keeps since when, and is remembered so that a late START between them changes nothing', () => {
    const optedOut = { ...contactPoint, optedOutAt: ago(HOUR), keywordAt: ago(HOUR) };
    const next = record({ text: 'stop' }, { ...known, contactPoint: optedOut }).contactPoint?.next;
    expect(next).toMatchObject({ optedOutAt: ago(HOUR), keywordAt: ago(60_000) });
    const between = { text: 'START', at: ago(HOUR / 2) };
    expect(record(between, { ...known, ...(next && { contactPoint: next }) }).contactPoint).toBeUndefined();
  });

  test('is taken back by START', () => {
    const optedOut = { ...contactPoint, optedOutAt: ago(HOUR) };
    const recording = record({ text: 'START' }, { ...known, contactPoint: optedOut });
    expect(recording.contactPoint).toEqual({
      previous: optedOut,
      next: { ...contactPoint, keywordAt: ago(60_000) },
    });
    expect(recording.events.map(({ type }) => type)).toEqual(['InteractionReceived']);
  });
});

describe('A recording', () => {
  test('W9 of the same message on the same snapshot is the same', () => {
    expect(record({}, known)).toEqual(record({}, known));
  });

  test('keeps a long text short, and says so', () => {
    const { interaction } = record({ text: 'x'.repeat(65_536) });
    expect([interaction.text.length, interaction.shortened]).toEqual([10_000, true]);
  });

  test('tells neither text nor address', () => {
    const { events, marker, case: subject } = record({ text: 'my secret' });
    expect(JSON.stringify([events, marker, subject])).not.toMatch(/my secret|4255550182/);
  });
});

describe('Any sequence of messages of one customer', () => {
  const anyMessage = fc.record({
    text: fc.constantFrom('It is broken', 'Thanks', 'STOP', 'START'),
    minutesAgo: fc.nat(60 * 24 * 10),
    gapMinutes: fc.nat(60 * 24 * 5),
    resolveFirst: fc.boolean(),
  });

  test('R1 numbers arrivals without gaps, counts cases upwards and lists exactly the open ones', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 15 }), (messages) => {
        let snapshot: Snapshot = { cases: [] };
        let now = Date.parse(NOW);
        const arrivals = new Map<string, number>();
        for (const [index, { text, minutesAgo, gapMinutes, resolveFirst }] of messages.entries()) {
          now += gapMinutes * 60_000;
          if (resolveFirst) snapshot = allResolved(snapshot, new Date(now).toISOString());
          const at = new Date(now - minutesAgo * 60_000).toISOString();
          const {
            interaction,
            case: subject,
            customer: who,
            contactPoint: point,
          } = recordMessage(
            {
              message: sms({ text, at, providerMessageId: `message-${index}` }),
              snapshot,
              now: new Date(now).toISOString(),
              newCustomerId: CUSTOMER_ID,
              archiveKey: '',
            },
            RULES,
          );
          if (interaction.arrival !== undefined) {
            expect(interaction.arrival).toBe((arrivals.get(interaction.caseId) ?? 0) + 1);
            arrivals.set(interaction.caseId, interaction.arrival);
          }
          expect(subject.next.version).toBe((subject.previous?.version ?? 0) + 1);
          expect(subject.next.answered).toBeLessThanOrEqual(subject.next.arrivals);
          snapshot = {
            contactPoint: point?.next ?? snapshot.contactPoint,
            customer: who?.next ?? snapshot.customer,
            cases: [subject.next, ...snapshot.cases.filter(({ caseId }) => caseId !== subject.next.caseId)],
          };
          const open = snapshot.cases.filter(({ state }) => state === 'open').map(({ caseId }) => caseId);
          expect([...(snapshot.customer?.openCases ?? [])].sort()).toEqual(open.sort());
          expect(snapshot.customer?.lastCaseNumber).toBe(snapshot.cases.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  function allResolved(snapshot: Snapshot, resolvedAt: string): Snapshot {
    const cases = snapshot.cases.map((each) =>
      each.state === 'resolved'
        ? each
        : {
            ...each,
            state: 'resolved' as const,
            resolvedAt,
            answered: each.arrivals,
            waitingSince: undefined,
          },
    );
    return {
      ...snapshot,
      cases,
      ...(snapshot.customer && { customer: { ...snapshot.customer, openCases: [] } }),
    };
  }
});
