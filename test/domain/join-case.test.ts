import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/domain/case.ts';
import { type JoinQuestion, joinCase } from '../../shared/domain/join-case.ts';
import { ago, CUSTOMER_ID, DAY, HOUR, NOW, openCase, RULES, resolvedCase } from './builders.ts';

function decide(overrides: Partial<JoinQuestion>) {
  const decision = joinCase(
    { kind: 'message', at: ago(1000), text: 'Still broken.', cases: [], now: NOW, ...overrides },
    RULES,
  );
  return [decision.to, decision.reason, 'case' in decision ? decision.case.caseId : undefined];
}

const second = { caseId: `${CUSTOMER_ID}-2` };

describe('What a mail system tells of another mail', () => {
  const notice = { automatic: true, notice: true };
  const bornResolved = resolvedCase({ arrivals: 0 });

  test('goes to the case it belongs to, as other automatic mail does', () => {
    expect(decide({ ...notice, cases: [openCase()] })).toEqual(['add', 'automatic', `${CUSTOMER_ID}-1`]);
  });

  test('is kept without calling anybody when there is none, also when its sender is not proven', () => {
    expect(decide(notice)[0]).toBe('open-resolved');
    expect(decide({ ...notice, alone: 'unproven-sender' })[0]).toBe('open-resolved');
    expect(decide({ ...notice, alone: 'unproven-sender', cases: [openCase()] })[0]).toBe('open-resolved');
  });

  test('is put to what was kept so before; what a person then writes opens a case', () => {
    const kept = [bornResolved];
    expect(decide({ ...notice, cases: kept })).toEqual(['add', 'automatic', bornResolved.caseId]);
    expect(decide({ ...notice, alone: 'unproven-sender', cases: kept })[0]).toBe('add');
    expect(decide({ cases: kept })[0]).toBe('open');
  });

  test('is more than automatic: a form on a web site opens a case', () => {
    expect(decide({ automatic: true })[0]).toBe('open');
  });
});

describe('A message', () => {
  test('S3.7 of a newcomer opens a case', () => {
    expect(decide({})).toEqual(['open', 'first-message', undefined]);
  });

  test('S3.11 joins the open case that was active recently', () => {
    expect(decide({ cases: [openCase()] })).toEqual(['join', 'open-case', `${CUSTOMER_ID}-1`]);
  });

  test('joins, of several open cases, the one that was active last', () => {
    const cases = [
      openCase({ ...second, lastActiveAt: ago(2 * HOUR) }),
      openCase({ lastActiveAt: ago(HOUR) }),
    ];
    expect(decide({ cases })).toEqual(['join', 'open-case', `${CUSTOMER_ID}-1`]);
  });

  test('joins to the last millisecond of the window and opens a case after it', () => {
    const at = ago(0);
    expect(decide({ at, cases: [openCase({ lastActiveAt: ago(3 * DAY) })] })[0]).toBe('join');
    expect(decide({ at, cases: [openCase({ lastActiveAt: ago(3 * DAY + 1) })] })).toEqual([
      'open',
      'nothing-recent',
      undefined,
    ]);
  });

  test('that was delayed is judged by when the customer sent it', () => {
    const cases = [openCase({ lastActiveAt: ago(3 * DAY + HOUR) })];
    expect(decide({ at: ago(2 * HOUR), cases })[0]).toBe('join');
  });

  test('from a provider whose clock runs ahead is judged by ours', () => {
    expect(decide({ at: ago(-30 * DAY), cases: [openCase()] })[0]).toBe('join');
  });

  test('that answers a message of ours joins that case, however long ago that was', () => {
    const cases = [openCase({ ...second, lastActiveAt: ago(0) }), openCase({ lastActiveAt: ago(90 * DAY) })];
    expect(decide({ cases, threadedTo: `${CUSTOMER_ID}-1` })).toEqual([
      'join',
      'answers-our-message',
      `${CUSTOMER_ID}-1`,
    ]);
  });

  test('that answers a message in a case resolved long ago is taken as a message of its own', () => {
    const cases = [openCase(second), resolvedCase({ resolvedAt: ago(30 * DAY) })];
    expect(decide({ cases, threadedTo: `${CUSTOMER_ID}-1` })).toEqual([
      'join',
      'open-case',
      `${CUSTOMER_ID}-2`,
    ]);
  });

  test('that names a thread of somebody else is not led there', () => {
    expect(decide({ threadedTo: 'zzzzzzzzzzzzzzzz-1', cases: [openCase()] })[1]).toBe('open-case');
  });
});

describe('After resolution', () => {
  test('a message reopens the case within the configured time, and opens another later', () => {
    const at = ago(0);
    expect(decide({ at, cases: [resolvedCase({ resolvedAt: ago(7 * DAY) })] })).toEqual([
      'reopen',
      'after-resolution',
      `${CUSTOMER_ID}-1`,
    ]);
    expect(decide({ at, cases: [resolvedCase({ resolvedAt: ago(7 * DAY + 1) })] })[0]).toBe('open');
  });

  test('an open case comes before one that could be reopened', () => {
    expect(decide({ cases: [resolvedCase(second), openCase()] })).toEqual([
      'join',
      'open-case',
      `${CUSTOMER_ID}-1`,
    ]);
  });

  test('a bare thanks does not reopen', () => {
    expect(decide({ text: 'Thanks a lot!', cases: [resolvedCase()] })).toEqual([
      'add',
      'only-thanks',
      `${CUSTOMER_ID}-1`,
    ]);
  });

  test('a bare thanks in an open case is a message like others', () => {
    expect(decide({ text: 'Thanks', cases: [openCase()] })[0]).toBe('join');
  });

  test('a late webhook does not reopen what was resolved after the customer had written', () => {
    expect(decide({ at: ago(HOUR + 1), cases: [resolvedCase()] })).toEqual([
      'add',
      'older-than-resolution',
      `${CUSTOMER_ID}-1`,
    ]);
    expect(decide({ at: ago(HOUR), cases: [resolvedCase()] })[0]).toBe('reopen');
  });

  test('a case that was made for a keyword only is not taken up', () => {
    const cases = [resolvedCase({ arrivals: 0, answered: 0 })];
    expect(decide({ cases })).toEqual(['open', 'nothing-recent', undefined]);
  });
});

describe('STOP and START', () => {
  test('are put into the open case, or else the newest, without reopening it', () => {
    const cases = [resolvedCase(second), openCase()];
    expect(decide({ kind: 'opt-out', cases })).toEqual(['add', 'keyword', `${CUSTOMER_ID}-1`]);
    expect(decide({ kind: 'opt-in', cases: [resolvedCase()] })).toEqual([
      'add',
      'keyword',
      `${CUSTOMER_ID}-1`,
    ]);
  });

  test('of a newcomer open no work', () => {
    expect(decide({ kind: 'opt-out' })).toEqual(['open-resolved', 'keyword', undefined]);
  });
});

const anyTime = fc
  .integer({ min: -400 * DAY, max: 30 * DAY })
  .map((ms) => new Date(Date.parse(NOW) + ms).toISOString());

const anyCase: fc.Arbitrary<Case> = fc
  .record({ number: fc.integer({ min: 1, max: 9 }), open: fc.boolean(), time: anyTime, arrivals: fc.nat(5) })
  .map(({ number, open, time, arrivals }) => {
    const caseId = `${CUSTOMER_ID}-${number}`;
    return open
      ? openCase({ caseId, lastActiveAt: time, arrivals })
      : resolvedCase({ caseId, resolvedAt: time, lastActiveAt: time, arrivals });
  });

describe('Whatever the cases', () => {
  const anyQuestion = fc.record({
    kind: fc.constantFrom('message' as const, 'opt-out' as const, 'opt-in' as const),
    at: anyTime,
    text: fc.constantFrom('Thanks', 'It is broken', ''),
    cases: fc.uniqueArray(anyCase, { selector: ({ caseId }) => caseId, maxLength: 6 }),
    threadedTo: fc.option(
      fc.integer({ min: 1, max: 9 }).map((number) => `${CUSTOMER_ID}-${number}`),
      {
        nil: undefined,
      },
    ),
    now: fc.constant(NOW),
  });

  test('S3.11 a message goes to exactly one case: one that is there, in a state that takes it, or a new one', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const decision = joinCase(question, RULES);
        if (decision.to === 'open') return question.kind === 'message';
        if (!('case' in decision)) return question.kind !== 'message' && question.cases.length === 0;
        const { state } = decision.case;
        const taken =
          decision.to === 'join' ? state === 'open' : decision.to === 'reopen' ? state === 'resolved' : true;
        return taken && question.cases.includes(decision.case);
      }),
      { numRuns: 2000 },
    );
  });

  test('no keyword opens or reopens work', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { to } = joinCase({ ...question, kind: 'opt-out' }, RULES);
        return to === 'add' || to === 'open-resolved';
      }),
    );
  });
});
