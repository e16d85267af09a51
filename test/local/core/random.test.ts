import { expect, test } from 'vitest';
import { seededRandom } from '../../../local/core/random.ts';

test('a seed repeats exactly and another seed differs', () => {
  const draw = (seed: string) => {
    const random = seededRandom(seed);
    return [random.next(), random.hex(20), random.uuid(), random.next()];
  };
  expect(draw('7')).toEqual(draw('7'));
  expect(draw('7')).not.toEqual(draw('8'));
});

test('numbers fill [0, 1) evenly', () => {
  const random = seededRandom(1);
  const buckets = new Array<number>(10).fill(0);
  for (let index = 0; index < 20_000; index++) {
    const value = random.next();
    if (value < 0 || value >= 1) throw new Error(`${value} is outside [0, 1)`);
    const bucket = Math.floor(value * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(250);
});

test('uuids have the form of version 4 and do not repeat', () => {
  const random = seededRandom('ids');
  const ids = Array.from({ length: 2000 }, () => random.uuid());
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
