import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/domain/case.ts';
import { DELIVERY_STEPS, mayMove } from '../../shared/domain/delivery.ts';
import { caseAfterReport, type DeliveryReport, decideReport } from '../../shared/domain/delivery-report.ts';
import type { Delivery } from '../../shared/domain/interaction.ts';
import { step } from '../../shared/domain/lifecycle.ts';
import { queueReply, replyFailed, replyLost, replySent } from '../../shared/domain/reply.ts';
import { ago, claimedCase, HOUR, NOW, reply, resolvedCase } from './builders.ts';

const report = (
  outcome: DeliveryReport['outcome'],
  overrides: Partial<DeliveryReport> = {},
): DeliveryReport => ({
  providerMessageId: 'm-1',
  outcome,
  reason: 'carrier-unreachable',
  at: NOW,
  ...overrides,
});

const DELIVERIES: readonly Delivery[] = [
  { state: 'queued' },
  { state: 'sending', attempt: 'a-1', since: NOW },
  { state: 'unknown', attempt: 'a-1', at: NOW },
  { state: 'sent', providerMessageId: 'm-1', at: NOW },
  { state: 'delivered', providerMessageId: 'm-1', at: NOW },
  { state: 'read', providerMessageId: 'm-1', at: NOW },
  { state: 'failed', reason: 'blocked', providerMessageId: 'm-1', at: NOW },
  { state: 'failed', reason: 'opted-out', at: NOW },
];

describe('A report of a reply', () => {
  test('that was sent moves the reply alone, for its case knows already', () => {
    const sent: Delivery = { state: 'sent', providerMessageId: 'm-1', at: ago(HOUR) };
    expect(decideReport(sent, report('delivered'))).toEqual({
      do: 'move',
      next: { state: 'delivered', providerMessageId: 'm-1', at: NOW },
    });
    expect(decideReport(sent, report('taken'))).toEqual({ do: 'nothing', because: 'sent' });
  });

  test.each([
    ['queued', 'taken', 'sent'],
    ['sending', 'taken', 'sent'],
    ['sending', 'delivered', 'sent'],
    ['sending', 'failed', 'failed'],
    ['unknown', 'taken', 'sent'],
    ['unknown', 'delivered', 'sent'],
    ['unknown', 'failed', 'failed'],
    ['sent', 'failed', 'lost'],
  ] as const)('that is %s settles it when it says %s: the case takes it as %s', (state, outcome, means) => {
    const delivery = DELIVERIES.find((each) => each.state === state) ?? { state: 'queued' };
    expect(decideReport(delivery, report(outcome))).toMatchObject({ do: 'settle', means });
  });

  test('is about that very message, where its id is known', () => {
    const sent: Delivery = { state: 'sent', providerMessageId: 'm-2', at: NOW };
    expect(decideReport(sent, report('failed'))).toEqual({ do: 'nothing', because: 'another-message' });
  });
});

describe('Reports in whatever order, however often', () => {
  const anyReport = fc.constantFrom('taken', 'delivered', 'failed' as const);
  const rank = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read'];

  /** Where the reports lead, and the meanings the case was told. */
  function follow(start: Delivery, outcomes: readonly DeliveryReport['outcome'][]) {
    const states: Delivery[] = [start];
    const told: string[] = [];
    for (const outcome of outcomes) {
      const delivery = states.at(-1) ?? start;
      const decision = decideReport(delivery, report(outcome));
      if (decision.do === 'nothing') continue;
      expect(DELIVERY_STEPS[delivery.state]).toContain(decision.next.state);
      states.push(decision.next);
      if (decision.do === 'settle') told.push(decision.means);
    }
    return { states, end: states.at(-1) ?? start, told };
  }

  test('R5 never move a reply backwards, and never tell its case the same thing twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DELIVERIES),
        fc.array(anyReport, { maxLength: 12 }),
        (start, outcomes) => {
          const { states, told } = follow(start, outcomes);
          const passed = states
            .filter(({ state }) => state !== 'failed')
            .map(({ state }) => rank.indexOf(state));
          expect(passed).toEqual([...passed].sort((one, other) => one - other));
          expect(new Set(told).size).toBe(told.length);
          expect(told).not.toEqual(expect.arrayContaining(['failed', 'sent']));
        },
      ),
    );
  });

  test.each(['delivered', 'failed'] as const)('end as %s when that is how the message ended', (ending) => {
    const reports = fc.shuffledSubarray(['taken', 'taken', ending, ending] as const, { minLength: 4 });
    const start = fc.constantFrom(...DELIVERIES.slice(0, 4));
    fc.assert(
      fc.property(start, reports, (from, outcomes) => {
        expect(follow(from, outcomes).end.state).toBe(ending);
      }),
    );
  });

  test('never make a message leave', () => {
    for (const state of ['sent', 'delivered', 'read', 'failed', 'unknown'] as const) {
      expect([mayMove(state, 'queued'), mayMove(state, 'sending')]).toEqual([false, false]);
    }
  });
});

describe('A reply lost after it was sent', () => {
  const written = { reply: reply({ interactionAt: ago(1000) }), now: NOW };
  const sentOnce = (overrides: Partial<Case> = {}) =>
    claimedCase({
      answered: 1,
      waitingSince: undefined,
      replied: { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 },
      ...overrides,
    });

  test('lets the customer wait again, frees the arrival for every agent, and is told', () => {
    const outcome = replyLost({ case: sentOnce(), ...written }, 'spam');
    expect(outcome).toMatchObject({
      case: { answered: 0, waitingSince: ago(1000), version: 4 },
      events: [{ type: 'ReplyFailed', outcome: 'failed', reason: 'spam', answers: 1 }],
    });
    expect(outcome.case.replied).toBeUndefined();
  });

  test('lets nobody wait where the arrival counted as answered before it: the case was closed without a word', () => {
    const closed = claimedCase({ arrivals: 1, answered: 1, waitingSince: undefined, opening: 2 });
    const step = { reply: reply({ answers: 1 }), now: NOW };
    const queued = queueReply({ case: closed, agent: 'agent-1', ...step, claimMinutes: 15 });
    if (!('case' in queued)) throw new Error('The reply is refused.');
    const left = replySent({ case: queued.case, ...step });
    const lost = replyLost({ case: left.case, ...step }, 'spam');
    expect(lost.case).toMatchObject({ answered: 1 });
    expect(lost.case.waitingSince).toBeUndefined();
    expect(lost.case.promise).toBeUndefined();
  });

  test('leaves unanswered all that it covered, not the newest arrival alone', () => {
    const queued = queueReply({
      case: claimedCase({ arrivals: 3, answered: 0 }),
      agent: 'agent-1',
      reply: reply({ answers: 3 }),
      claimMinutes: 15,
      now: NOW,
    });
    if (!('case' in queued)) throw new Error('The reply is refused.');
    const left = replySent({ case: queued.case, reply: reply({ answers: 3 }), now: NOW });
    expect(left.case.answered).toBe(3);
    const lost = replyLost({ case: left.case, reply: reply({ answers: 3 }), now: NOW }, 'spam');
    expect(lost.case.answered).toBe(0);
  });

  test('is only told while another reply to the same arrival stands', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 0, sent: 2 };
    const outcome = replyLost({ case: sentOnce({ replied }), ...written }, 'spam');
    expect(outcome).toMatchObject({ case: { answered: 1, replied: { sent: 1 } }, events: [{}] });
    expect(outcome.case.waitingSince).toBeUndefined();
  });

  test('leaves a resolved case resolved', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 };
    const outcome = replyLost({ case: resolvedCase({ replied }), ...written }, 'spam');
    expect(outcome).toMatchObject({ case: { state: 'resolved', answered: 1 }, events: [{}] });
    expect(outcome.case.waitingSince).toBeUndefined();
  });

  test('lets nobody wait in a case that nobody has written in: a keyword made it, an agent opened it', () => {
    const nothing = { arrival: 0, agent: 'agent-1', pending: 0, sent: 1 };
    const subject = sentOnce({ arrivals: 0, answered: 0, replied: nothing });
    const outcome = replyLost({ case: subject, reply: reply({ answers: 0 }), now: NOW }, 'spam');
    expect(outcome.case).toMatchObject({ arrivals: 0, answered: 0 });
    expect(outcome.case.waitingSince).toBeUndefined();
  });

  test('makes a customer who has written again wait no shorter', () => {
    const subject = sentOnce({ arrivals: 2, waitingSince: ago(5) });
    expect(replyLost({ case: subject, ...written }, 'spam').case.waitingSince).toBe(ago(1000));
  });
});

describe('Whatever becomes of the replies to a case', () => {
  const anyDeed = fc.constantFrom('reply', 'reply', 'taken', 'delivered', 'failed', 'time-out', 'arrive');

  test('R5 a customer of an open case waits while an arrival has no reply that left', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyDeed, fc.nat(9)), { maxLength: 40 }), (deeds) => {
        let subject: Case = claimedCase();
        const replies: { reply: ReturnType<typeof reply>; delivery: Delivery; id: string }[] = [];
        for (const [index, [deed, pick]] of deeds.entries()) {
          const chosen = replies[pick % Math.max(1, replies.length)];
          if (deed === 'arrive') {
            const waitingSince = subject.waitingSince ?? NOW;
            subject = step('arrive', subject, { arrivals: subject.arrivals + 1, waitingSince });
          } else if (deed === 'reply') {
            const facts = reply({ answers: subject.arrivals, interactionId: `r${index}` });
            const asked = { case: subject, agent: 'agent-1', now: NOW, claimMinutes: 15, reply: facts };
            const outcome = queueReply(asked);
            if (outcome.kind !== 'changed') throw new Error('The holder of the claim may reply.');
            subject = outcome.case;
            replies.push({
              reply: facts,
              delivery: { state: 'sending', attempt: 'a', since: NOW },
              id: `m${index}`,
            });
          } else if (chosen) {
            const sender = { case: subject, reply: chosen.reply, now: NOW };
            if (deed === 'time-out') {
              if (!mayMove(chosen.delivery.state, 'unknown')) continue;
              chosen.delivery = { state: 'unknown', attempt: 'a', at: NOW };
              subject = replyFailed(sender, 'unknown', 'no-answer').case;
              continue;
            }
            const told = report(deed, { providerMessageId: chosen.id });
            const decision = decideReport(chosen.delivery, told);
            if (decision.do === 'nothing') continue;
            chosen.delivery = decision.next;
            if (decision.do === 'settle') subject = caseAfterReport(decision.means, sender, told).case;
          }
          const left = replies.filter(({ delivery }) => ['sent', 'delivered'].includes(delivery.state));
          const newest = Math.max(0, ...left.map((each) => each.reply.answers));
          if (newest === subject.arrivals) expect(subject.waitingSince).toBeUndefined();
          else expect(subject.waitingSince).toBeDefined();
          expect(subject.replied?.pending ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a reply that leaves after another was lost answers the arrival', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 1, sent: 1 };
    const subject = claimedCase({ answered: 1, waitingSince: undefined, replied });
    const lost = replyLost({ case: subject, reply: reply(), now: NOW }, 'spam').case;
    expect(lost).toMatchObject({ answered: 0, waitingSince: NOW, replied: { pending: 1 } });
    const sent = replySent({ case: lost, reply: reply(), now: NOW }).case;
    expect(sent).toMatchObject({ answered: 1, replied: { pending: 0, sent: 1 } });
    expect(sent.waitingSince).toBeUndefined();
  });
});
