import { describe, expect, test } from 'vitest';
import { lint } from '../check/lint.ts';
import { tests } from '../check/tests.ts';
import { types } from '../check/types.ts';
import { unused } from '../check/unused.ts';
import { plant } from './plant.ts';

const VITEST = "export default { test: { include: ['test/**/*.test.ts'] } };\n";

describe('the guard of types', () => {
  const judge = async (code: string) => {
    using plot = plant({ 'shared/x.ts': code }, ['tsconfig.json']);
    return await types(plot.root).run();
  };

  test('fails on a wrong type, naming file and line', async () => {
    const outcome = await judge("export const n: number = 'text';\n");
    expect(outcome).toMatchObject({ state: 'failed', output: expect.stringContaining('shared/x.ts(1,14)') });
  });

  test('fails on syntax that Node cannot strip', async () => {
    expect(await judge('export enum Colour {\n  Red,\n}\n')).toMatchObject({ state: 'failed' });
  });

  test('passes on sound code, and says how many files it saw', async () => {
    expect(await judge('export const n: number = 1;\n')).toMatchObject({
      state: 'passed',
      summary: 'tsc: 1 files',
    });
  });
});

describe('the guard of lint and format', () => {
  const judge = async (code: string) => {
    using plot = plant({ 'shared/x.ts': code }, ['biome.json', 'test/check/no-clock.grit']);
    return await lint(plot.root).run();
  };

  test.each([
    ['an unused import', "import { a } from './a.ts';\n\nexport const b = 1;\n"],
    ['any', 'export const a: any = 1;\n'],
    ['a wrong format', 'export const a   = 1\n'],
    ['a loose comparison', 'export const a = (b: number) => b == 1;\n'],
  ])('fails on %s', async (_what, code) => {
    expect(await judge(code)).toMatchObject({ state: 'failed' });
  });

  test('passes on tidy code', async () => {
    expect(await judge('export const a = 1;\n')).toMatchObject({ state: 'passed' });
  });
});

describe('the guard of unused code', () => {
  const judge = async (files: Record<string, string>) => {
    using plot = plant({ 'knip.json': '{"entry":["main.ts"],"project":["*.ts"]}', ...files });
    return await unused(plot.root).run();
  };

  test.each([
    [
      'a file nobody imports',
      { 'main.ts': 'console.log(1);\n', 'alone.ts': 'export const a = 1;\n' },
      'alone.ts',
    ],
    [
      'an export nobody imports',
      {
        'main.ts': "import { a } from './part.ts';\nconsole.log(a);\n",
        'part.ts': 'export const a = 1;\nexport const lonely = 2;\n',
      },
      'lonely',
    ],
    ['a dependency nobody declared', { 'main.ts': "import * as z from 'zod';\nconsole.log(z);\n" }, 'zod'],
  ])('fails on %s, naming it', async (_what, files, named) => {
    expect(await judge(files)).toMatchObject({ state: 'failed', output: expect.stringContaining(named) });
  });

  test('passes when all is used', async () => {
    const files = {
      'main.ts': "import { a } from './part.ts';\nconsole.log(a);\n",
      'part.ts': 'export const a = 1;\n',
    };
    expect(await judge(files)).toMatchObject({ state: 'passed' });
  });
});

describe('the guard of the tests', () => {
  const judge = async (code: string) => {
    using plot = plant(
      { 'test/x.test.ts': `import { expect, test } from 'vitest';\n${code}`, 'vitest.config.ts': VITEST },
      ['vitest.config.ts'],
    );
    return await tests(plot.root).run();
  };

  test('fails when a test fails', async () => {
    const outcome = await judge("test('one', () => expect(1).toBe(2));\n");
    expect(outcome).toMatchObject({ state: 'failed', summary: expect.stringContaining('1 failed') });
  });

  test('fails when there is no test to run', async () => {
    expect(await judge("test.skip('one', () => expect(1).toBe(1));\n")).toMatchObject({ state: 'failed' });
  });

  test('passes with the closing summary of vitest', async () => {
    const outcome = await judge("test('one', () => expect(1).toBe(1));\n");
    expect(outcome).toEqual({ state: 'passed', summary: 'Test Files 1 passed (1); Tests 1 passed (1)' });
  });
});
