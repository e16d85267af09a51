const CONFIG_FILE = 'throughline.config.ts';

/** What is wrong with a configuration: a sentence per mistake, each with its path in the file. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

export type Path = readonly PropertyKey[];

/** `['routing', 2, 'queue']` → `routing[2].queue`. */
const pathText = (path: Path): string =>
  path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const key = String(part);
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');

/** `throughline.config.ts: <path> <what is wrong and how to mend it>.` */
export const mistake = (path: Path, text: string): string =>
  `${CONFIG_FILE}: ${path.length === 0 ? '' : `${pathText(path)} `}${text}${/[.?]$/.test(text) ? '' : '.'}`;

/** `; did you mean "billing"?`, or `; use one of …` when nothing is near. */
export const suggestion = (given: string, known: readonly string[]): string => {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(given.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near) return `; did you mean "${near.candidate}"?`;
  return `; use one of ${known.map((candidate) => `"${candidate}"`).join(', ')}`;
};

/** Insertions, deletions, substitutions and swaps of neighbours between two words. */
const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};
