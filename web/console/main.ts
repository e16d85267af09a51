import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/app.ts';
import { type RunningCloud, startCloud } from '../../local/index.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { readyReport } from './ready-report.ts';

// `npm start` behind start.mjs: synthesises the app, runs it, and says where everything is.

const outdir = mkdtempSync(join(tmpdir(), 'throughline-'));
const removeAssembly = () => rmSync(outdir, { recursive: true, force: true });

let running: RunningCloud | undefined;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log(running ? '\nStopping; what it held is gone.' : '\nStopped before it ran.');
  await running?.stop();
  removeAssembly();
  process.exit(0);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  const startedAt = performance.now();
  // Imported here, for a mistake in the configuration is thrown by the import.
  const { mountConsole } = await import('./server.ts');
  const { default: settings } = await import('../../throughline.config.ts');
  const config = readConfig(settings, process.env.THROUGHLINE_ENV);
  // `npm test` checks the templates; here they are only run, and checking them takes as long as all the rest.
  await synthesise({ outdir, validate: false });
  running = await startCloud({ assemblyDirectory: outdir, mode: 'live' });
  await mountConsole(running, config);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(readyReport(running, config, seconds));
} catch (error) {
  removeAssembly();
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
