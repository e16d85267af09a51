import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** Biome: lint, format and the order of imports, warnings included. */
export const lint = (root: string = ROOT): Step => ({
  name: 'lint and format',
  async run() {
    const { code, output } = await runTool(
      'biome',
      ['ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=50'],
      root,
    );
    const files = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0);
    if (code !== 0) return failed('Biome found something', output);
    return files === 0 ? failed('Biome saw no file', output) : passed(`Biome: ${files} files`);
  },
});
