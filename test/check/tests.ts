import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** All tests, by vitest. */
export const tests = (root: string = ROOT): Step => ({
  name: 'tests',
  async run() {
    const { code, output } = await runTool('vitest', ['run', '--reporter=dot'], root);
    const files = /Test Files\s+(.+)/.exec(output)?.[1] ?? 'no test file';
    const cases = /^\s*Tests\s+(.+)/m.exec(output)?.[1] ?? 'no test';
    const summary = `Test Files ${files}; Tests ${cases}`;
    if (code !== 0) return failed(summary, output);
    return /\d+ passed/.test(cases) ? passed(summary) : failed('vitest ran no test', output);
  },
});
