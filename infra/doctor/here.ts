import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../shared/config/config.ts';
import { ConfigError } from '../../shared/config/mistakes.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { type Finding, fail, ok } from './finding.ts';

/** What can be known without AWS. */

/** @param version as `process.versions.node` has it */
export const nodeFindings = (version: string): Finding =>
  Number(version.split('.')[0]) >= 24
    ? ok(`Node ${version} runs this.`)
    : fail(`Node ${version} is too old; install Node 24, or start this with npm, which brings its own.`);

/** The configuration, or the findings of its mistakes. */
export const configFindings = (
  settings: unknown,
  environment: string | undefined,
): { readonly config?: Config; readonly findings: readonly Finding[] } => {
  try {
    const config = readConfig(settings, environment);
    return {
      config,
      findings: [ok(`throughline.config.ts is right; the environment is "${config.environment.name}".`)],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { findings: error.mistakes.map(fail) };
  }
};

/** @param synthesise writes the templates into a folder and throws what the checks of the templates find */
export const synthFindings = async (synthesise: (outdir: string) => Promise<unknown>): Promise<Finding> => {
  const outdir = mkdtempSync(join(tmpdir(), 'doctor-'));
  try {
    await synthesise(outdir);
    return ok('The templates synthesise and pass their checks.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(`The templates do not synthesise: ${reason.trim()}`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
