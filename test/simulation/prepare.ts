import { join } from 'node:path';
import { bundleTogether } from '../../infra/bundling/bundle-functions.ts';
import { compile, readConfig } from '../../shared/config/read-config.ts';
import settings from '../../throughline.config.ts';
import { TOGETHER } from './bundles.ts';

/** Lays the functions, bundled together, beside an assembly of the same settings: seeds then run faster. */
export async function prepareSimulation(assembly: string): Promise<void> {
  const config = compile(readConfig(settings, process.env.THROUGHLINE_ENV));
  await bundleTogether(config, join(assembly, TOGETHER));
}
