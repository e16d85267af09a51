import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesise } from '../../infra/app.ts';
import { prepareSimulation } from '../simulation/prepare.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cloud assembly that all tests of a run share. */
    assembly: string;
    /** Folder for whatever tests write; it goes when the run ends. */
    scratch: string;
  }
}

/** Synthesises once for all tests; the template tests check what this leaves out. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const scratch = mkdtempSync(join(tmpdir(), 'throughline-test-'));
  const outdir = join(scratch, 'assembly');
  await synthesise({ outdir, validate: false });
  await prepareSimulation(outdir);
  provide('assembly', outdir);
  provide('scratch', scratch);
  return () => rmSync(scratch, { recursive: true, force: true });
}
