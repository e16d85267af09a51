import settings from '../../throughline.config.ts';
import { synthesise } from '../app.ts';
import { awsAccount } from './aws-account.ts';
import type { Finding } from './finding.ts';
import { configFindings, nodeFindings, synthFindings } from './here.ts';
import { accountFindings } from './there.ts';

/**
 * `npm run doctor`: says before a deployment what is missing. Leaves with 1 when something would stop it. Without
 * credentials it looks at everything that is here, and says what it left out.
 */
const MARKS = { ok: '✓', fail: '✗', note: '!', skipped: '–' } as const;

const show = (findings: readonly Finding[]): void => {
  for (const { verdict, sentence } of findings) console.log(`${MARKS[verdict]} ${sentence}`);
};

const examine = async (): Promise<readonly Finding[]> => {
  const node = nodeFindings(process.versions.node);
  const { config, findings } = configFindings(settings, process.env.THROUGHLINE_ENV);
  const here = [node, ...findings];
  show(here);
  if (!config) return here;
  const synth = await synthFindings((outdir) => synthesise({ outdir }));
  show([synth]);
  const there = await accountFindings(config, awsAccount(config.environment.region));
  show(there);
  return [...here, synth, ...there];
};

const findings = await examine();
const count = (verdict: Finding['verdict']) =>
  findings.filter((finding) => finding.verdict === verdict).length;
const failures = count('fail');
console.log(
  failures > 0
    ? `\nNot ready: ${failures} to mend (✗).`
    : `\nReady to deploy as far as was looked: ${count('note')} to know (!), ${count('skipped')} not looked at (–).`,
);
process.exitCode = failures > 0 ? 1 : 0;
