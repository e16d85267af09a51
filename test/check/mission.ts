import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tool.ts';

/** Where the promises stand, each with the tests that prove it. */
export const MISSION_PAGE = join(ROOT, 'docs', 'mission.md');

/** A test that proves a line: where it is and what it says. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

const LINE_ID = /\b(?:S[0-4]\.\d+|W\d+)\b/g;

/** A string that begins with ids of lines, as test titles do: `'S2.4 two agents …'`, `'S2.4, W5 …'`. */
const TITLE = /(['"`])((?:(?:S[0-4]\.\d+|W\d+)[, ]\s*)+(?:\\.|(?!\1)[^\n\\])+)\1/g;

/** Tests that name lines, by line. */
export function proofsIn(files: ReadonlyMap<string, string>): Map<string, Proof[]> {
  const proofs = new Map<string, Proof[]>();
  for (const [file, text] of files) {
    for (const [, , title = ''] of text.matchAll(TITLE)) {
      const head = /^(?:(?:S[0-4]\.\d+|W\d+)[, ]\s*)+/.exec(title)?.[0] ?? '';
      const words = title.slice(head.length).replace(/\\(.)/g, '$1').trim();
      for (const [id] of head.matchAll(LINE_ID)) {
        proofs.set(id, [...(proofs.get(id) ?? []), { file, title: words }]);
      }
    }
  }
  return proofs;
}

/** The page with the proofs of now beneath its lines. @throws Error when a test names a line that is not there */
export function withProofs(page: string, proofs: ReadonlyMap<string, readonly Proof[]>): string {
  const statements = page.split('\n').filter((line) => !/^ {2}- /.test(line));
  const known = new Set(statements.flatMap((line) => lineId(line) ?? []));
  for (const [id, [proof]] of proofs) {
    if (!known.has(id)) throw new Error(`${proof?.file} names ${id}, which docs/mission.md does not state.`);
  }
  return statements
    .flatMap((line) => {
      const id = lineId(line);
      if (id === undefined) return [line];
      const proven = (proofs.get(id) ?? []).map(({ file, title }) => `  - ${title} ([${file}](../${file}))`);
      return [line, ...(proven.length > 0 ? proven : ['  - not yet'])];
    })
    .join('\n');
}

/** The id of a statement: `- **S2.4** …`. */
export function lineId(line: string): string | undefined {
  return /^- \*\*((?:S[0-4]\.\d+|W\d+))\*\* /.exec(line)?.[1];
}

/** This project's test files, by path. */
export function testFiles(root: string = ROOT): Map<string, string> {
  const paths = globSync('test/**/*.test.ts', { cwd: root }).filter(
    (path) => !path.startsWith(join('test', 'guards')),
  );
  return new Map(
    paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]),
  );
}

if (import.meta.main) {
  const page = readFileSync(MISSION_PAGE, 'utf8');
  const proofs = proofsIn(testFiles());
  writeFileSync(MISSION_PAGE, withProofs(page, proofs));
  const lines = page.split('\n').filter((line) => lineId(line) !== undefined).length;
  console.log(`docs/mission.md: ${lines} lines, ${proofs.size} of them proven.`);
}
