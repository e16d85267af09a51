import type { Plugin } from 'esbuild';
import type { CompiledConfig } from '../../shared/config/config.ts';

/** Puts the result of `shared/config/compiled.ts` in its place. */
export const compiledConfigPlugin = (config: CompiledConfig): Plugin => ({
  name: 'compiled-config',
  setup(build) {
    build.onLoad({ filter: /[\\/]shared[\\/]config[\\/]compiled\.ts$/ }, () => ({
      contents: `export const compiled = ${JSON.stringify(config)};`,
      loader: 'js',
    }));
  },
});
