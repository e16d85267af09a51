import { describe, expect, test } from 'vitest';
import { callerNumber, identifyCaller } from '../../shared/domain/identify-caller.ts';
import type { RoutingTable } from '../../shared/domain/route-case.ts';
import { compilePattern } from '../../shared/event-pattern/index.ts';
import {
  ago,
  CUSTOMER_ID,
  customer,
  HOUR,
  NOW,
  OUR_NUMBER,
  openCase,
  resolvedCase,
  route,
  THEIR_NUMBER,
} from './builders.ts';

const target = { skills: [], destination: 'connect-task' };
const TABLE: RoutingTable = {
  rules: [
    {
      ...target,
      name: 'Unpaid',
      pattern: compilePattern({ contract: ['suspended'] }),
      queue: 'billing',
      priority: 3,
    },
    {
      ...target,
      name: 'Preferred',
      pattern: compilePattern({ preferred: [true], channel: ['voice'] }),
      queue: 'general',
      priority: 2,
    },
  ],
  fallback: { ...target, queue: 'general', priority: 5 },
};
const identify = (known: Partial<Parameters<typeof identifyCaller>[0]> = {}) =>
  identifyCaller(
    { account: OUR_NUMBER, customer: customer({ openCases: [] }), cases: [], now: NOW, ...known },
    TABLE,
  );

describe('The number a caller is known by', () => {
  test('is a phone number in E.164', () => {
    expect(callerNumber(THEIR_NUMBER, [])).toBe(THEIR_NUMBER);
  });

  test.each([
    undefined,
    '',
    'anonymous',
    'Restricted',
    '4255550182',
    '+266696687',
    '+7378742833',
    '+86282452253',
    'sip:me@example.com',
  ])('is none when it is withheld: %s', (address) => expect(callerNumber(address, [])).toBeUndefined());

  test('is none when many people call from it', () => {
    expect(callerNumber(THEIR_NUMBER, [THEIR_NUMBER])).toBeUndefined();
  });
});

describe('A caller', () => {
  test('nobody knows is routed all the same', () => {
    expect(identify({ customer: undefined })).toEqual({ standing: 'unknown', queue: 'general', priority: 5 });
  });

  test('S3.12 is routed by contract and by being a preferred customer', () => {
    expect(identify({ customer: customer({ openCases: [], contract: 'suspended' }) })).toMatchObject({
      queue: 'billing',
      priority: 3,
    });
    expect(identify({ customer: customer({ openCases: [], preferred: true }) })).toMatchObject({
      queue: 'general',
      priority: 2,
    });
  });

  test('without an open case is known', () => {
    expect(identify({ cases: [resolvedCase()] })).toEqual({
      standing: 'known',
      customerId: CUSTOMER_ID,
      queue: 'general',
      priority: 5,
    });
  });

  test('with an open case may go where that is, as urgently as the more urgent of both', () => {
    const urgent = openCase({ route: route({ queue: 'billing', priority: 2 }) });
    expect(identify({ cases: [urgent] })).toMatchObject({
      queue: 'general',
      priority: 5,
      openCase: { caseId: urgent.caseId, queue: 'billing', priority: 2 },
    });
    const calm = openCase({ route: route({ queue: 'billing', priority: 9 }) });
    expect(identify({ cases: [calm] })).toMatchObject({ openCase: { queue: 'billing', priority: 5 } });
  });

  test('with a case that has no route yet goes where a call goes', () => {
    expect(identify({ cases: [openCase()] })).toMatchObject({ openCase: { queue: 'general', priority: 5 } });
    const reopened = openCase({ opening: 2, route: route({ queue: 'billing' }) });
    expect(identify({ cases: [reopened] })).toMatchObject({ openCase: { queue: 'general' } });
  });

  test.each([
    ['open', openCase({ waitingSince: undefined })],
    ['waiting', openCase()],
    ['waiting', openCase({ promise: { due: ago(-HOUR), warnAt: ago(1), state: 'at-risk' } })],
    ['late', openCase({ promise: { due: ago(1), warnAt: ago(HOUR), state: 'at-risk' } })],
    ['late', openCase({ promise: { due: ago(-HOUR), warnAt: ago(HOUR), state: 'broken' } })],
  ] as const)('is told to the agent as %s', (standing, subject) => {
    expect(identify({ cases: [subject] }).standing).toBe(standing);
  });

  test('with several open cases most likely calls about the one that is latest', () => {
    const [first, second, third] = ['1', '2', '3'].map((number) => `${CUSTOMER_ID}-${number}`);
    const late = openCase({
      caseId: first ?? '',
      promise: { due: ago(HOUR), warnAt: ago(HOUR), state: 'broken' },
    });
    const cases = [
      openCase({ caseId: third ?? '', waitingSince: undefined }),
      openCase({ caseId: second ?? '' }),
      late,
    ];
    expect(identify({ cases }).openCase?.caseId).toBe(first);
    expect(identify({ cases: cases.slice(0, 2) }).openCase?.caseId).toBe(second);
  });

  test('with an open case too old to be read has it all the same', () => {
    const old = `${CUSTOMER_ID}-1`;
    expect(
      identify({
        customer: customer({ openCases: [old] }),
        cases: [resolvedCase({ caseId: `${CUSTOMER_ID}-2` })],
      }),
    ).toMatchObject({
      standing: 'open',
      openCase: { caseId: old, queue: 'general', priority: 5 },
    });
  });
});
