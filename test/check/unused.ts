import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** Knip: files, exports and dependencies that nobody uses, and imports that nobody declared. */
export const unused = (root: string = ROOT): Step => ({
  name: 'unused code',
  async run() {
    const { code, output } = await runTool('knip', ['--no-progress'], root);
    return code === 0
      ? passed('knip: no unused file, export or dependency')
      : failed('knip found something', output);
  },
});
