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
  'shared/sending',
  'shared/config',
  'shared/mail',
  'functions',
  'infra',
  'local',
  'web',
] as const;

/** Lint rules that hold the layers apart; `plugin` is `no-clock.grit`. */
const RULES = new Set(['lint/style/noRestrictedImports', 'lint/style/noRestrictedGlobals', 'plugin']);

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

/** Imports go one way (`overrides` of biome.json), and the domain reads no clock, chance or environment. */
export const layers = (root: string = ROOT, folders: readonly string[] = LAYERS): Step => ({
  name: 'import layers',
  async run() {
    const counts = folders.map(
      (folder) => [folder, globSync(`${folder}/**/*.ts`, { cwd: root }).length] as const,
    );
    const empty = counts.filter(([, modules]) => modules === 0).map(([folder]) => folder);
    if (empty.length > 0) return failed('a layer is empty', `No module in ${empty.join(', ')}.`);
    const { output } = await runTool(
      'biome',
      ['lint', '--reporter=json', '--max-diagnostics=none', ...folders],
      root,
    );
    const json = output.split('\n').find((line) => line.startsWith('{'));
    if (json === undefined) return failed('Biome gave no report', output);
    const report: Report = JSON.parse(json);
    const breaches = report.diagnostics
      .filter(({ category }) => RULES.has(category))
      .map(({ location, message }) => `${location.path}:${location.start.line} ${message}`);
    if (breaches.length > 0) return failed('an import goes the wrong way', breaches.join('\n'));
    return passed(counts.map(([folder, modules]) => `${folder} ${modules}`).join(', '));
  },
});
