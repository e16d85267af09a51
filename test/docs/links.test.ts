import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

/** Targets of Markdown links, without web addresses. */
const linksOf = (text: string) =>
  [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, target = '']) => target);

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

function problemOf(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = join(root, dirname(page), path);
  if (!existsSync(file)) return `${page} links to ${target}, which is not there`;
  if (anchor === undefined) return undefined;
  const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );
  return anchors.includes(anchor) ? undefined : `${page} links to ${target}, which has no such heading`;
}

test('there are pages with links, so that this check sees something', () => {
  expect(pages.length).toBeGreaterThan(15);
  expect(linksOf(readFileSync(join(root, 'README.md'), 'utf8')).length).toBeGreaterThan(15);
});

test('every link in the docs leads somewhere', () => {
  const problems = pages.flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).map((target) => problemOf(page, target)),
  );
  expect(problems.filter(Boolean)).toEqual([]);
});

test('a dead link and a dead heading are found', () => {
  expect(problemOf('README.md', 'docs/no-such-page.md')).toContain('not there');
  expect(problemOf('README.md', 'docs/words.md#no-such-heading')).toContain('no such heading');
});
