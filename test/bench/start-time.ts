import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { ROOT } from '../../infra/root.ts';
import { freePort } from '../../local/endpoint/free-port.ts';
import { atMost, type Figure } from './figure.ts';

const GIVE_UP = 120_000;

/** P10: seconds from `npm start` on an installed checkout to the banner that says where everything is. */
export async function benchStart(): Promise<Figure> {
  const [awsPort, httpPort] = [await freePort(), await freePort()];
  const start = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: {
      ...process.env,
      LOCAL_AWS_PORT: String(awsPort),
      LOCAL_HTTP_PORT: String(httpPort),
      LOCAL_SMTP_PORT: '0',
    },
    // A group of its own: it is ended as Ctrl-C in a terminal would end it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const stop = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
  };
  const giveUp = setTimeout(() => stop('SIGKILL'), GIVE_UP);
  try {
    const seconds = await new Promise<number>((resolve, reject) => {
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('Throughline is running')) resolve((performance.now() - start) / 1_000);
        });
      }
      child.on('error', reject);
      child.on('close', () => reject(new Error(`npm start ended without its banner: ${output.slice(-500)}`)));
    });
    return atMost(
      'P10',
      seconds,
      's',
      10,
      'from npm start to its banner, installed, bundling and synth included',
    );
  } finally {
    stop('SIGINT');
    await ended;
    clearTimeout(giveUp);
  }
}

/** P10: seconds of `npm test`, which has no browser tests. */
export async function benchCheck(): Promise<Figure> {
  const start = performance.now();
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn('npm', ['test', '--silent'], { cwd: ROOT, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  const seconds = (performance.now() - start) / 1_000;
  const figure = atMost('P10', seconds, 's', 300, `npm test, which ${code === 0 ? 'passed' : 'FAILED'}`);
  return { ...figure, ok: figure.ok && code === 0 };
}
