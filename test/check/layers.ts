import { globSync } from 'node:fs';
import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** The layers whose imports biome.json restricts; one without a module would mean that a rule watches nothing. */
const LAYERS = [
  'shared/domain',
  'shared/event-pattern',
  'shared/events',
  'shared/stores',
  'shared/gateways',
  'shared/runtime',
  'shared/config',
  'functions',
  'infra',
  'local',
  'web',
] as const;

const RULES = ['style/noRestrictedImports', 'style/noRestrictedGlobals'];

/** Imports go one way (`overrides` of biome.json), and the domain reads no clock, chance or environment. */
export const layers = (root: string = ROOT, folders: readonly string[] = LAYERS): Step => ({
  name: 'import layers',
  async run() {
    const counts = folders.map(
      (folder) => [folder, globSync(`${folder}/**/*.ts`, { cwd: root }).length] as const,
    );
    const empty = counts.filter(([, modules]) => modules === 0).map(([folder]) => folder);
    if (empty.length > 0) return failed('a layer is empty', `No module in ${empty.join(', ')}.`);
    const only = RULES.map((rule) => `--only=${rule}`);
    const { code, output } = await runTool(
      'biome',
      ['lint', '--max-diagnostics=50', ...only, ...folders],
      root,
    );
    if (code !== 0) return failed('an import goes the wrong way', output);
    return passed(counts.map(([folder, modules]) => `${folder} ${modules}`).join(', '));
  },
});
