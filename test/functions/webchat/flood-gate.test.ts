import { expect, test } from 'vitest';
import { floodGate } from '../../../shared/runtime/flood-gate.ts';

function gateAt(start = 0) {
  let now = start;
  const gate = floodGate({ perSecond: 1 / 2, burst: 3 }, () => new Date(now));
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { gate, pass };
}

test('lets a burst through, then one every two seconds, and says how long to wait', () => {
  const { gate, pass } = gateAt();
  expect([gate('ana'), gate('ana'), gate('ana'), gate('ana')]).toEqual([0, 0, 0, 2]);
  pass(1_500);
  expect(gate('ana')).toBe(1);
  pass(500);
  expect([gate('ana'), gate('ana')]).toEqual([0, 2]);
});

test('who is refused does not wait longer for having asked', () => {
  const { gate, pass } = gateAt();
  for (let times = 0; times < 100; times += 1) gate('ana');
  pass(2_000);
  expect(gate('ana')).toBe(0);
});

test('holds back one and not the others', () => {
  const { gate } = gateAt();
  for (let times = 0; times < 4; times += 1) gate('ana');
  expect(gate('ben')).toBe(0);
});

test('remembers the newest five thousand, so a flood of names fills no memory', () => {
  const { gate } = gateAt();
  for (let times = 0; times < 4; times += 1) gate('ana');
  for (let name = 0; name < 4_999; name += 1) gate(`other ${name}`);
  expect(gate('ana')).toBeGreaterThan(0);
  gate('one more');
  expect(gate('ana')).toBe(0);
});
