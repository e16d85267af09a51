import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../shared/domain/business-time.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { CaseOutcome } from '../../shared/domain/lifecycle.ts';
import { type CasePromise, makePromise, type PromiseTable, stricter } from '../../shared/domain/promise.ts';
import { recordMessage } from '../../shared/domain/record-message.ts';
import { queueReply, replyFailed, replyLost, replySent } from '../../shared/domain/reply.ts';
import { reopenCase, resolveCase } from '../../shared/domain/resolution.ts';
import { watchPromise } from '../../shared/domain/watch-promise.ts';
import { workListPlace } from '../../shared/domain/work-list.ts';
import { compilePattern } from '../../shared/event-pattern/index.ts';
import { ago, customer, NOW, openCase, RULES, reply, route, sms } from './builders.ts';

const MINUTE = 60_000;
const office: Calendar = {
  zone: 'Europe/Lisbon',
  week: [[], ...Array.from({ length: 5 }, () => [{ start: 540, end: 1080 }]), []],
  days: {},
};
const table: PromiseTable = [
  { name: 'Returns', pattern: compilePattern({ topic: ['returns'] }), withinMs: 60 * MINUTE },
  { name: 'Mail', pattern: compilePattern({ channel: ['email'] }), withinMs: 240 * MINUTE, calendar: office },
  { name: 'SMS', pattern: compilePattern({ channel: ['sms', 'webchat'] }), withinMs: 20 * MINUTE },
];
const rules = { ...RULES, promises: table };
const facts = { channel: 'sms', account: '+1', opening: 1 };

/** Minutes after NOW, as ISO. */
const at = (minutes: number) => ago(-minutes * MINUTE);
const standing = (dueIn: number, warnIn = dueIn - 5): CasePromise => ({
  due: at(dueIn),
  warnAt: at(warnIn),
  state: 'standing',
});

/** A message of the customer, sent and recorded so many minutes after NOW. */
function arrive(subject: Case | undefined, sent: number, recorded = sent, overrides: object = {}): Case {
  const contactPoint = {
    contactPointId: 'c',
    channel: 'sms' as const,
    address: sms().from,
    owner: customer().customerId,
    head: customer().customerId,
    firstSeenAt: ago(0),
  };
  const message = sms({ at: at(sent), providerMessageId: `m-${sent}-${recorded}`, ...overrides });
  const snapshot = subject
    ? {
        contactPoint,
        customer: customer({ openCases: subject.state === 'open' ? [subject.caseId] : [] }),
        cases: [subject],
      }
    : { cases: [] };
  const request = {
    message,
    snapshot,
    now: at(recorded),
    newCustomerId: customer().customerId,
    archiveKey: 'k',
  };
  return recordMessage(request, rules).case.next;
}

function changed(outcome: CaseOutcome): Case {
  if (outcome.kind !== 'changed') throw new Error(`${outcome.kind}`);
  return outcome.case;
}

/** An agent answers the newest arrival; the reply waits to leave. */
function answer(subject: Case, minute: number): Case {
  const claimed = { ...subject, claim: { agent: 'agent-1', until: at(minute + 60) } };
  const step = { case: claimed, agent: 'agent-1', now: at(minute), claimMinutes: 15 };
  return changed(queueReply({ ...step, reply: reply({ answers: subject.arrivals }) }));
}

/** When the first arrival after so many is due; every one comes in the minute of its place in the list. */
function earliestOf(names: readonly string[], answered: number): string | undefined {
  const minutes = [0, ...names.flatMap((name, index) => (name === 'arrive' ? [index + 1] : []))];
  const first = minutes[answered];
  return first === undefined ? undefined : at(first + 20);
}

const step = (subject: Case, answers: number, minute: number) => ({
  case: subject,
  reply: reply({ answers, interactionAt: at(minute) }),
  now: at(minute),
});
const sent = (subject: Case, answers: number, minute: number) =>
  changed(replySent(step(subject, answers, minute)));
const failed = (subject: Case, answers: number, minute: number) =>
  changed(replyFailed(step(subject, answers, minute), 'failed', 'x'));
const lost = (subject: Case, answers: number, minute: number) =>
  changed(replyLost(step(subject, answers, minute), 'x'));
const resolved = (subject: Case, minute: number) =>
  changed(resolveCase({ case: subject, customer: customer(), agent: 'agent-1', now: at(minute) }));

describe('A promise', () => {
  test('S1.9 is made by the first line that takes the case, in the open time of its calendar', () => {
    expect(makePromise(facts, NOW, table)).toEqual({ due: at(20), warnAt: at(15), state: 'standing' });
    expect(makePromise({ ...facts, topic: 'returns' }, NOW, table)?.due).toBe(at(60));
    // NOW is a Sunday: four hours of Monday, three of them until it is at risk.
    expect(makePromise({ ...facts, channel: 'email' }, NOW, table)).toMatchObject({
      due: '2026-11-23T13:00:00.000Z',
      warnAt: '2026-11-23T12:00:00.000Z',
    });
    expect(makePromise({ ...facts, channel: 'voice' }, NOW, table)).toBeUndefined();
    const never = { name: 'x', withinMs: 1, calendar: { ...office, week: [] } };
    expect(makePromise(facts, NOW, [never])).toBeUndefined();
  });

  test('S0.7 the stricter of two stands; one that was announced is not taken back', () => {
    expect(stricter(standing(20), standing(10))).toEqual(standing(10));
    expect(stricter({ ...standing(20), state: 'at-risk' }, standing(10))).toMatchObject({
      due: at(10),
      state: 'at-risk',
    });
    expect(stricter({ ...standing(-5), state: 'broken' }, standing(-9))).toMatchObject({
      due: at(-5),
      state: 'broken',
    });
    expect(stricter(undefined, standing(1))).toEqual(standing(1));
  });
});

describe('The promise on a case', () => {
  test('W4 counts from the provider’s time, never from later than now, and the earliest stands', () => {
    const opened = arrive(undefined, 0, 3);
    expect(opened.promise).toEqual(standing(20));
    expect(arrive(undefined, 9, 3).promise).toEqual(standing(23));
    expect(arrive(opened, 10).promise).toEqual(standing(20));
    expect(arrive(opened, -4, 5).promise).toEqual(standing(16));
  });

  test('keywords and machines are promised nothing', () => {
    expect(arrive(undefined, 0, 0, { text: 'STOP' }).promise).toBeUndefined();
    expect(arrive(undefined, 0, 0, { automatic: true }).promise).toBeUndefined();
    const opened = arrive(undefined, 0);
    expect(arrive(opened, 1, 1, { text: 'STOP' }).promise).toEqual(opened.promise);
  });

  test('is met when the reply leaves, not before', () => {
    const queued = answer(arrive(undefined, 0), 5);
    expect(queued.promise).toEqual(standing(20));
    const left = sent(queued, 1, 6);
    expect(left).toMatchObject({ answeredAt: at(6), replied: { met: standing(20) } });
    expect(left.promise).toBeUndefined();
    expect(left.waitingSince).toBeUndefined();
  });

  test('of what the customer writes behind a reply on its way is what stands once that has left', () => {
    const behind = arrive(answer(arrive(undefined, 0), 5), 6);
    expect(behind.promise).toEqual(standing(20));
    const twice = arrive(behind, 7);
    expect(sent(twice, 1, 8).promise).toEqual(standing(26));
    expect(sent(twice, 1, 8).waitingSince).toBe(at(6));
  });

  test('R8 never breaks for an arrival that was answered while a second reply was on its way', () => {
    const second = answer(arrive(answer(arrive(undefined, 0), 5), 6), 7);
    const first = sent(second, 1, 8);
    expect(first.promise).toEqual(standing(26));
    expect(watchPromise(first, at(21))?.case.promise?.state).toBe('at-risk');
    expect(sent(first, 2, 9).promise).toBeUndefined();
  });

  test('R8 is that of what still waits when the second of two replies fails and the first leaves', () => {
    const both = answer(arrive(answer(arrive(undefined, 0), 5), 6), 7);
    const first = sent(failed(both, 2, 8), 1, 9);
    expect(first).toMatchObject({ answered: 1, waitingSince: at(6), promise: standing(26) });
    expect(watchPromise(first, at(21))?.events).not.toEqual([{ type: 'PromiseBroken' }]);
    // The other way round: nothing has left, so all of it stands.
    expect(failed(failed(both, 1, 8), 2, 9)).toMatchObject({ answered: 0, promise: standing(20) });
    expect(failed(failed(both, 2, 8), 1, 9).replied).toBeUndefined();
  });

  test('R8 is that of what still waits when the second of two replies is lost after it left', () => {
    const both = answer(arrive(answer(arrive(undefined, 0), 5), 6), 7);
    const second = lost(sent(both, 2, 8), 2, 10);
    expect(second).toMatchObject({ answered: 0, promise: standing(20) });
    expect(sent(second, 1, 11)).toMatchObject({ answered: 1, promise: standing(26) });
    const first = sent(sent(both, 2, 8), 1, 9);
    expect(lost(first, 2, 10)).toMatchObject({ answered: 1, promise: standing(26) });
  });

  test('R8 of what came behind one of two replies to the same stands, also when the other was lost', () => {
    const once = answer(arrive(undefined, 0), 5);
    const behind = arrive(sent(answer(once, 6), 1, 7), 8);
    expect(sent(lost(behind, 1, 9), 1, 10)).toMatchObject({ answered: 1, promise: standing(28) });
  });

  test('R8 stands for whoever still waits, whatever becomes of up to two replies on their way', () => {
    const steps = fc.array(fc.constantFrom('arrive', 'answer', 'leaves', 'fails'), { maxLength: 24 });
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), (names, picks) => {
        let subject = arrive(undefined, 0);
        const onTheirWay: number[] = [];
        let answered = 0;
        for (const [index, name] of names.entries()) {
          const minute = index + 1;
          const [picked] = onTheirWay.length
            ? onTheirWay.slice((picks[index] ?? 0) % onTheirWay.length)
            : [undefined];
          if (name === 'arrive') subject = arrive(subject, minute);
          if (name === 'answer' && new Set([...onTheirWay, subject.arrivals]).size <= 2) {
            subject = answer(subject, minute);
            onTheirWay.push(subject.arrivals);
          }
          if (picked === undefined || name === 'arrive' || name === 'answer') continue;
          onTheirWay.splice(onTheirWay.indexOf(picked), 1);
          subject = name === 'leaves' ? sent(subject, picked, minute) : failed(subject, picked, minute);
          if (name === 'leaves') answered = Math.max(answered, picked);
          expect(subject.promise?.due).toBe(earliestOf(names.slice(0, minute), answered));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('stands again when the reply is lost, broken if its time has passed', () => {
    const left = sent(answer(arrive(undefined, 0), 5), 1, 6);
    const lost = changed(replyLost(step(left, 1, 30), 'unreachable'));
    expect(lost.promise).toEqual(standing(20));
    expect(watchPromise(lost, at(30))).toMatchObject({ events: [{ type: 'PromiseBroken' }] });
    const again = sent(answer({ ...lost, replied: undefined }, 31), 1, 32);
    expect(again.promise).toBeUndefined();
    // The customer had written again meanwhile: both wait.
    expect(changed(replyLost(step(arrive(left, 12), 1, 30), 'x')).promise).toEqual(standing(20));
  });

  test('stands on when the reply fails before it leaves, and while nobody knows', () => {
    const queued = answer(arrive(undefined, 0), 5);
    for (const outcome of ['failed', 'unknown'] as const) {
      expect(changed(replyFailed(step(queued, 1, 6), outcome, 'x')).promise).toEqual(standing(20));
    }
  });

  test('ends with the resolution, whatever becomes of replies afterwards', () => {
    const behind = arrive(answer(arrive(undefined, 0), 5), 6);
    const closed = resolved(behind, 7);
    expect(closed.promise).toBeUndefined();
    expect(sent(closed, 1, 8).promise).toBeUndefined();
    expect(changed(replyLost(step(sent(closed, 1, 8), 1, 9), 'x')).promise).toBeUndefined();
    const reopenedByAgent = changed(
      reopenCase({ case: closed, customer: customer(), agent: 'agent-1', now: at(9) }),
    );
    expect(reopenedByAgent.promise).toBeUndefined();
    expect(sent(reopenedByAgent, 1, 10).promise).toBeUndefined();
  });

  test('begins anew when a message opens the case again', () => {
    const closed = resolved(arrive(undefined, 0), 5);
    const again = arrive(closed, 60, 61);
    expect(again).toMatchObject({ opening: 2, promise: standing(80), waitingSince: at(60) });
    const sentLate = sent(answer(arrive(again, 62), 63), 3, 64);
    expect(sentLate.promise).toBeUndefined();
  });
});

describe('How many replies have left', () => {
  const opened = () => answer(arrive(undefined, 0), 1);

  test('counts those of one opening, whenever that is found out', () => {
    const left = sent(opened(), 1, 2);
    expect(left.sent).toEqual({ opening: 1, replies: 1 });
    expect(lost(left, 1, 3).sent).toBeUndefined();
    const again = arrive(resolved(left, 4), 5);
    expect(again).toMatchObject({ opening: 2, sent: { opening: 1, replies: 1 } });
    expect(sent(answer(again, 6), 2, 7).sent).toEqual({ opening: 2, replies: 1 });
    // The carrier reports late of a reply that was written before.
    const late = { ...step(answer(again, 6), 1, 8), opening: 1 };
    expect(changed(replySent(late)).sent).toEqual({ opening: 1, replies: 2 });
    const answeredAgain = { ...late, case: sent(answer(again, 6), 2, 7) };
    expect(changed(replySent(answeredAgain)).sent).toEqual({ opening: 2, replies: 1 });
    expect(changed(replyLost(answeredAgain, 'x')).sent).toEqual({ opening: 2, replies: 1 });
  });

  test('does not forget one to an older arrival when the newest fails', () => {
    const newest = answer(arrive(sent(opened(), 1, 2), 3), 4);
    expect(failed(newest, 2, 5).sent).toEqual({ opening: 1, replies: 1 });
  });
});

describe('R3 A message that comes in late', () => {
  test('was not answered by anybody: it counts from when the customer sent it', () => {
    const late = arrive(undefined, -60, 0);
    expect(late.promise?.due).toBe(at(-40));
    expect(watchPromise(late, NOW)).toMatchObject({ events: [{ type: 'PromiseBroken' }] });
  });

  test('was sent before our answer left: nothing was promised in the past, it counts from now', () => {
    const left = sent(answer(arrive(undefined, 0), 5), 1, 6);
    const late = arrive(left, 4, 120);
    expect(late).toMatchObject({ answered: 1, arrivals: 2, promise: standing(140) });
    expect(watchPromise(late, at(121))).toBeUndefined();
    // One that comes with it, and one sent after the answer.
    expect(arrive(late, 5, 121).promise).toEqual(standing(140));
    expect(arrive(late, 110, 121).promise).toEqual(standing(130));
  });

  test('was sent before one that waits, and before our answer: the promise stands as it is', () => {
    const waits = arrive(sent(answer(arrive(undefined, 0), 5), 1, 6), 10);
    expect(arrive(waits, 1, 11).promise).toEqual(waits.promise);
  });

  test('is overtaken by a reply on its way: when that has left, it counts from when it came in', () => {
    const overtaken = arrive(answer(arrive(undefined, 0), 5), -60, 5);
    expect(overtaken.promise?.due).toBe(at(-40));
    expect(sent(overtaken, 1, 6).promise).toEqual(standing(25));
  });

  test('was sent before the resolution: it is added, and nothing is promised', () => {
    const closed = resolved(arrive(undefined, 0), 5);
    expect(arrive(closed, 4, 60)).toMatchObject({ state: 'resolved', answered: 2 });
    expect(arrive(closed, 4, 60).promise).toBeUndefined();
  });
});

describe('Watching a promise', () => {
  test('R8 finds it at risk, then broken, each once and in no other order', () => {
    const subject = openCase({ promise: standing(20, 15) });
    expect(watchPromise(subject, ago(-15 * MINUTE + 1))).toBeUndefined();
    const risk = watchPromise(subject, at(15));
    expect(risk).toMatchObject({
      events: [{ type: 'PromiseAtRisk' }],
      case: { version: subject.version + 1 },
    });
    const atRisk = risk?.case ?? subject;
    expect(watchPromise(atRisk, at(20))).toBeUndefined();
    const broken = watchPromise(atRisk, ago(-20 * MINUTE - 1));
    expect(broken?.events).toEqual([{ type: 'PromiseBroken' }]);
    expect(watchPromise(broken?.case ?? subject, at(99))).toBeUndefined();
  });

  test('leaves alone a case that is resolved or promises nothing', () => {
    expect(watchPromise(openCase({ promise: standing(1), state: 'resolved' }), at(9))).toBeUndefined();
    expect(watchPromise(openCase(), at(9))).toBeUndefined();
  });

  test('finds every case whose place in the work list says that something is due, and no other', () => {
    const anyState = fc.constantFrom('standing', 'at-risk', 'broken');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        anyState,
        (warnIn, more, state) => {
          const subject = openCase({
            route: route(),
            promise: { ...standing(warnIn + more, warnIn), state } as CasePromise,
          });
          const [, stage, , moment = ''] = workListPlace(subject)?.key.split('#') ?? [];
          const shown = (stage === '1' || stage === '2') && moment < at(20);
          expect(watchPromise(subject, at(20)) !== undefined).toBe(
            shown || (stage === '2' && moment === at(20)),
          );
        },
      ),
    );
  });
});
