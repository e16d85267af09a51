// `npm start`. Runs on whatever Node the machine has, so it uses nothing newer than Node 18 and no dependency:
// installs what the lockfile says when that is missing or stale, then hands over to Node 24.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const windows = process.platform === 'win32';

const installedAt = join(root, 'node_modules', '.package-lock.json');
const isStale = () =>
  !existsSync(installedAt) ||
  statSync(installedAt).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;

if (isStale()) {
  console.log('Installing what package-lock.json says; this is needed once.');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) {
    console.error('npm ci failed; its messages above say why. Mend that and run npm start again.');
    process.exit(status ?? 1);
  }
}

const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
const version = spawnSync('node', ['--version'], { env: { ...process.env, PATH: path }, shell: windows });
const major = Number(/^v(\d+)/.exec(String(version.stdout))?.[1] ?? 0);
if (major < 24) {
  console.error(
    `Throughline needs Node 24 or newer; this machine has ${String(version.stdout).trim() || 'none'} and there is no packaged one for ${process.platform}-${process.arch}. Install Node 24 and run npm start again.`,
  );
  process.exit(1);
}

// Ctrl-C goes to the whole process group: the child ends cleanly by itself and this one only waits for it.
process.on('SIGINT', () => {});
const { status } = spawnSync('node', [join(root, 'web', 'console', 'main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
  shell: windows,
});
process.exit(status ?? 0);
