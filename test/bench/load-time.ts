import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { HOT_FUNCTIONS } from '../../infra/bundling/hot-functions.ts';
import { ROOT } from '../../infra/root.ts';
import { type DeployedFunction, deployedFunctions } from './deployed-functions.ts';
import { atMost, type Figure, median } from './figure.ts';

const MOST_BYTES = 600 * 1_024;
const ROUNDS = 21;

/** Of Lambda; with a name, a bundle builds its handler while it loads, as it does there. */
const LAMBDA = { AWS_LAMBDA_FUNCTION_NAME: 'bench', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIDBENCH' };

const BARE_CLIENT = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = (event) => client.send(new GetItemCommand(event));`;

/** The bare DynamoDB client as anybody would bundle it: all of the SDK's defaults, minified. */
async function bundleBareClient(folder: string): Promise<string> {
  const outfile = join(folder, 'bare-client.mjs');
  await build({
    stdin: { contents: BARE_CLIENT, resolveDir: ROOT },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outfile;
}

/** Milliseconds of processor time that loading takes in a fresh process. */
function loadOnce(file: string, environment: Readonly<Record<string, string>>): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'load-once.ts'), pathToFileURL(file).href],
    { env: { PATH: process.env.PATH, ...LAMBDA, ...environment }, encoding: 'utf8' },
  );
  const spent = Number.parseFloat(stdout);
  if (Number.isNaN(spent)) throw new Error(`${file} does not load: ${stderr.slice(0, 500)}`);
  return spent;
}

/** The hot functions of an assembly. Throws when one is not deployed. */
export function hotFunctions(assembly: string): DeployedFunction[] {
  const deployed = deployedFunctions(assembly);
  return HOT_FUNCTIONS.map((hot) => {
    const found = deployed.find(({ name }) => name === hot);
    if (!found) throw new Error(`The hot function ${hot} is not in the assembly.`);
    return found;
  });
}

/** Sizes of the hot bundles, against the limit. */
export function sizeFigure(functions: readonly DeployedFunction[]): Figure {
  const sizes = functions.map(({ name, file }) => ({ name, bytes: statSync(file).size }));
  const text = sizes.map(({ name, bytes }) => `${name} ${Math.round(bytes / 1_024)}`).join(', ');
  const largest = Math.max(...sizes.map(({ bytes }) => bytes));
  return atMost(
    'P3',
    largest / 1_024,
    'KB',
    MOST_BYTES / 1_024,
    `largest minified hot bundle, in KB: ${text}`,
  );
}

/** P3: size and load time of the hot functions, from the bundles that would be deployed. */
export async function benchLoadTime(assembly: string): Promise<Figure[]> {
  const functions = hotFunctions(assembly);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    const bare = await bundleBareClient(folder);
    const bareTimes: number[] = [];
    const times = functions.map(() => [] as number[]);
    loadOnce(bare, {});
    // One after the other in every round, so that what else this machine does hits all alike.
    for (let round = 0; round < ROUNDS; round++) {
      bareTimes.push(loadOnce(bare, {}));
      for (const [index, { file, environment }] of functions.entries()) {
        times[index]?.push(loadOnce(file, environment));
      }
    }
    const bareMedian = median(bareTimes);
    const loads = functions.map(({ name }, index) => {
      const spent = median(times[index] ?? []);
      const detail = `load time of ${name}, ${spent.toFixed(0)} ms, beside a plainly bundled bare DynamoDB client, ${bareMedian.toFixed(0)} ms; processor time of the import in ${ROUNDS} fresh processes each, alternating, medians`;
      return atMost('P3', spent / bareMedian, 'ratio', 1.2, detail);
    });
    return [sizeFigure(functions), ...loads];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
