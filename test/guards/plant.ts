import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../check/tool.ts';

/** A small project in the temporary folder, with this project's tools. */
export interface Plot extends Disposable {
  readonly root: string;
  write(path: string, text: string): void;
}

/** Lays out a project of a few files, and of copies of this project's own settings. */
export function plant(files: Readonly<Record<string, string>>, copies: readonly string[] = []): Plot {
  const root = mkdtempSync(join(tmpdir(), 'throughline-guard-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  write('.gitignore', 'node_modules/\nnode_modules\n');
  write(
    'package.json',
    `${JSON.stringify({ name: 'planted', private: true, type: 'module' }, null, 2)}
`,
  );
  for (const path of copies) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(root, path));
  }
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, write, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
