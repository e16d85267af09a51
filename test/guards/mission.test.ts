import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lineId, MISSION_PAGE, proofsIn, testFiles, withProofs } from '../check/mission.ts';

const page =
  '# Promises\n\n- **S2.4** One answer.\n- **W5** One claim.\n  - an old test ([test/old.test.ts](../test/old.test.ts))\n';

describe('the page of the mission', () => {
  test('tells the truth of today; if not, run: npm run mission', () => {
    const written = readFileSync(MISSION_PAGE, 'utf8');
    expect(written).toBe(withProofs(written, proofsIn(testFiles())));
  });

  test('states every line once, in order and without a gap', () => {
    const ids = readFileSync(MISSION_PAGE, 'utf8')
      .split('\n')
      .flatMap((line) => lineId(line) ?? []);
    const series = (prefix: string, from: number, to: number): string[] =>
      Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`);
    expect(ids).toEqual([
      ...series('S0.', 1, 19),
      ...series('S1.', 1, 32),
      ...series('S2.', 1, 18),
      ...series('S3.', 1, 17),
      ...series('S4.', 1, 12),
      ...series('W', 1, 11),
    ]);
  });

  test('gets the tests that name a line, several lines included, and "not yet" for the others', () => {
    const proofs = proofsIn(
      new Map([['test/a.test.ts', "test('S2.4, W5 two agents never answer', () => {});"]]),
    );
    expect(withProofs(page, proofs)).toBe(
      '# Promises\n\n- **S2.4** One answer.\n  - two agents never answer ([test/a.test.ts](../test/a.test.ts))\n- **W5** One claim.\n  - two agents never answer ([test/a.test.ts](../test/a.test.ts))\n',
    );
    expect(withProofs(page, new Map())).toContain('- **W5** One claim.\n  - not yet\n');
  });

  test('becomes stale when a test is renamed', () => {
    const before = proofsIn(new Map([['test/a.test.ts', 'test("W5 one", () => {});']]));
    const after = proofsIn(new Map([['test/a.test.ts', 'test("W5 two", () => {});']]));
    const written = withProofs(page, before);
    expect(withProofs(written, before)).toBe(written);
    expect(withProofs(written, after)).not.toBe(written);
  });

  test('refuses a test that names a line nobody stated', () => {
    const proofs = proofsIn(new Map([['test/a.test.ts', "test('W99 flies', () => {});"]]));
    expect(() => withProofs(page, proofs)).toThrow('test/a.test.ts names W99');
  });
});
