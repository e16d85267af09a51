import { failed, passed, type Step } from './step.ts';
import { type Assembly, CLI_ASSEMBLY } from './templates.ts';
import { ROOT, runTool } from './tool.ts';

/** All tests, by vitest; given what the CLI has synthesised just before, they do not have it do so again. */
export const tests = (root: string = ROOT, assembly?: Pick<Assembly, 'directory' | 'templates'>): Step => ({
  name: 'tests',
  async run() {
    const isThere = (await assembly?.templates()) !== undefined;
    const variables: Record<string, string> =
      assembly && isThere ? { [CLI_ASSEMBLY]: assembly.directory } : {};
    const { code, output } = await runTool('vitest', ['run', '--reporter=dot'], root, variables);
    const files = /Test Files\s+(.+)/.exec(output)?.[1] ?? 'no test file';
    const cases = /^\s*Tests\s+(.+)/m.exec(output)?.[1] ?? 'no test';
    const summary = `Test Files ${files}; Tests ${cases}`;
    if (code !== 0) return failed(summary, output);
    return /\d+ passed/.test(cases) ? passed(summary) : failed('vitest ran no test', output);
  },
});
