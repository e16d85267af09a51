import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/app.ts';
import { type RunningCloud, sesOf, startCloud } from '../../local/index.ts';
import { mountConsole } from './server.ts';

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
  const { compiled } = await import('../../shared/config/compiled.ts');
  // `npm test` checks the templates; here they are only run, and checking them takes as long as all the rest.
  await synthesise({ outdir, validate: false });
  running = await startCloud({ assemblyDirectory: outdir, mode: 'live' });
  await mountConsole(
    running,
    compiled.queues.map(({ id }) => id),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { cloud, outputs } = running;
  const smtpPort = sesOf(cloud).smtpPort();
  const mail =
    smtpPort === undefined
      ? ''
      : `\n  Mail (SMTP)    127.0.0.1:${smtpPort}      SES out of its sandbox, every sender proven`;
  console.log(`
Throughline is running on this machine, from the templates that cdk deploy ships (ready in ${seconds} s).

  Console        ${cloud.httpEndpoint}/
  AWS endpoint   ${cloud.endpoint}      control API: ${cloud.endpoint}/_local/health
  Agent API      ${outputs.AgentApiUrl}
  SMS topic      ${outputs.InboundSmsTopicArn}
  SMS number     ${outputs.SmsPhoneNumber}${mail}

  npm run send -- sms --from +14255550182 --text "Hello, where is my order?"

Simulated: phones, End User Messaging, Amazon Connect. State is in memory and gone when you stop it (Ctrl-C).
`);
} catch (error) {
  removeAssembly();
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
