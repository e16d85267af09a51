import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HandOver, handOverAgeRefusal, handOverDueKey } from '../../shared/domain/hand-over.ts';
import { plusMinutes } from '../../shared/domain/time.ts';
import { CUSTOMER_ID, NOW } from './builders.ts';

const handOver = (overrides: Partial<HandOver> = {}): HandOver => ({
  ...{ caseId: `${CUSTOMER_ID}-1`, customerId: CUSTOMER_ID, routeSequence: 1, opening: 1, caseVersion: 2 },
  ...{ channel: 'sms', queue: 'general', priority: 5, destination: 'connect-task', rule: 'all', since: NOW },
  progress: { state: 'pending' },
  ...overrides,
});

const keyOf = (priority: number, minutesLater: number) =>
  handOverDueKey(handOver({ priority, since: plusMinutes(NOW, minutesLater) }));

describe('The turn of a hand-over', () => {
  test('R6 comes before that of a less urgent one of the same hour, and of an equally urgent later one', () => {
    expect(keyOf(1, 29) < keyOf(2, 0)).toBe(true);
    expect(keyOf(1, 59) < keyOf(3, 0)).toBe(true);
    expect(keyOf(5, 0) < keyOf(5, 1)).toBe(true);
  });

  test('comes at last: half an hour of waiting outweighs one step of urgency', () => {
    expect(keyOf(2, 0) < keyOf(1, 31)).toBe(true);
    expect(keyOf(9, 0) < keyOf(1, 4 * 60 + 1)).toBe(true);
  });

  test('is the same whoever compares, and never waits for what came four hours later', () => {
    const anyOne = fc.record({
      priority: fc.integer({ min: 1, max: 9 }),
      minutes: fc.integer({ min: 0, max: 600 }),
    });
    fc.assert(
      fc.property(anyOne, anyOne, (a, b) => {
        const isFirst = keyOf(a.priority, a.minutes) < keyOf(b.priority, b.minutes);
        if (a.priority <= b.priority && a.minutes < b.minutes) expect(isFirst).toBe(true);
        if (a.minutes + 4 * 60 < b.minutes) expect(isFirst).toBe(true);
      }),
    );
  });
});

describe('A hand-over that waited for days', () => {
  test('may be started while Connect surely knows a contact that an earlier start has made', () => {
    expect(handOverAgeRefusal(handOver(), plusMinutes(NOW, 6 * 24 * 60 - 1))).toBeUndefined();
  });

  test('is refused with a sentence after six days', () => {
    expect(handOverAgeRefusal(handOver(), plusMinutes(NOW, 6 * 24 * 60))).toMatch(/6 days/);
  });
});
