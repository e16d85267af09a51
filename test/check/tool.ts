import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

export interface ToolResult {
  /** Exit code; -1 when there is no such tool. */
  readonly code: number;
  /** What it wrote, both streams in order of arrival. */
  readonly output: string;
}

/** Runs a tool of `node_modules/.bin`, or of the machine, and waits for its end. Never throws. */
export function runTool(
  tool: string,
  args: readonly string[],
  cwd: string = ROOT,
  variables: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  const PATH = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return new Promise((done) => {
    const child = spawn(tool, args, {
      cwd,
      env: { ...process.env, ...variables, PATH, NO_COLOR: '1', FORCE_COLOR: undefined, CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}
