import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** TypeScript, strict, over the whole project. */
export const types = (root: string = ROOT): Step => ({
  name: 'types',
  async run() {
    const { code, output } = await runTool('tsc', ['--listFiles', '--pretty', 'false'], root);
    const lines = output.split('\n');
    const files = lines.filter((line) => line.startsWith(root) && !line.includes('node_modules')).length;
    const errors = lines.filter((line) => /error TS\d+/.test(line));
    if (code !== 0) return failed(`${errors.length} errors`, errors.join('\n') || output);
    return files === 0 ? failed('tsc saw no file', output) : passed(`tsc: ${files} files`);
  },
});
