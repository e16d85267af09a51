import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { CompiledConfig } from '../../shared/config/config.ts';
import { ROOT } from '../root.ts';
import { compiledConfigPlugin } from './compiled-config-plugin.ts';
import { lambdaCredentialsPlugin } from './lambda-credentials-plugin.ts';

/** The functions of one build, each a folder with one file. */
export interface FunctionBundles {
  /** Names of the functions, as their folders are called. */
  readonly names: readonly string[];
  /**
   * Folder to deploy.
   * @throws Error when there is no such function
   */
  folderOf(name: string): string;
  /** Minified size in bytes. */
  bytesOf(name: string): number;
  /** Removes the folders; call it when CDK has copied them. */
  remove(): void;
}

/**
 * Bundles every `functions/<name>/handler.ts` in one esbuild call: ESM, minified, the AWS SDK inside, the compiled
 * configuration in place of the schema. The same sources give the same bytes, so an unchanged function is not
 * deployed again.
 */
export const bundleFunctions = async (config: CompiledConfig): Promise<FunctionBundles> => {
  const names = functionNames();
  const result = await build({ ...optionsOf(config, names), outdir: 'out', write: false });
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  const bytes = new Map<string, number>();
  for (const { path, contents } of result.outputFiles) {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.mjs'.length);
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.mjs'), contents);
    bytes.set(name, contents.byteLength);
  }
  const sizeOf = (name: string): number => {
    const size = bytes.get(name);
    if (size === undefined) {
      throw new Error(
        `There is no functions/${name}/handler.ts, but a stack deploys it. There are: ${names.join(', ')}.`,
      );
    }
    return size;
  };
  return {
    names,
    folderOf: (name) => (sizeOf(name) > 0 ? join(folder, name) : ''),
    bytesOf: sizeOf,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/**
 * Writes all functions into a folder so that they share what they have in common, each `<name>.mjs`: the same code for
 * who runs them in one process thousands of times, warm after one of them is.
 */
export const bundleTogether = async (config: CompiledConfig, folder: string): Promise<void> => {
  await build({ ...optionsOf(config, functionNames()), outdir: folder, splitting: true });
};

const optionsOf = (config: CompiledConfig, names: readonly string[]) =>
  ({
    absWorkingDir: ROOT,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's and zod's ESM builds can be shaken; their CommonJS ones cannot, and are found first without this.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    outExtension: { '.js': '.mjs' },
    plugins: [compiledConfigPlugin(config), lambdaCredentialsPlugin],
    logLevel: 'silent',
  }) satisfies BuildOptions;

const functionNames = (): string[] =>
  readdirSync(join(ROOT, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, 'functions', entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .sort();
