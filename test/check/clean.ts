import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failed, passed, type Step } from './step.ts';
import { ROOT, runTool } from './tool.ts';

/** Folders that exist on one machine only. Spelt in parts, so that this file does not find itself. */
const MACHINE_PATH = new RegExp(
  `(?<![\\w.*/-])/(${['work', 'home', 'Users', 'root'].join('|')})/[a-z][\\w.-]*/`,
);

const TEXT = /\.(ts|tsx|mjs|js|json|md|ya?ml|grit|css|html|sh)$|^\.[\w.-]+(\/run)?$/;

/** The lockfile names no registry, so that every machine uses its own. */
export function lockfileHosts(lockfile: string): string[] {
  return [...lockfile.matchAll(/"resolved": "(?!file:)([^"]+)"/g)].map(([, address = '']) => address);
}

/** Lines that name a folder of one machine, as `file:line: text`. */
export function machinePaths(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (MACHINE_PATH.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

/** Nothing committed depends on the machine it was written on. */
export const clean = (root: string = ROOT): Step => ({
  name: 'no machine in it',
  async run() {
    const hosts = lockfileHosts(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    if (hosts.length > 0) {
      return failed(
        'package-lock.json names hosts',
        `${hosts.slice(0, 5).join('\n')}\nRemove every "resolved".`,
      );
    }
    const { code, output } = await runTool('git', ['ls-files'], root);
    if (code !== 0)
      return passed('package-lock.json names no host; not a git checkout, so files were not read');
    const files = output.split('\n').filter((file) => TEXT.test(file) && file !== 'package-lock.json');
    const found = files.flatMap((file) => machinePaths(file, readOrNothing(join(root, file))));
    if (found.length > 0) return failed('a path of one machine', found.join('\n'));
    return passed(`package-lock.json names no host, ${files.length} files no path of one machine`);
  },
});

/** A file that is listed may be deleted but not yet committed. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
