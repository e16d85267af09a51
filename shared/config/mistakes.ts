import type * as z from 'zod';

export const CONFIG_FILE = 'throughline.config.ts';

/** What is wrong with a configuration: a sentence per mistake, each with its path in the file. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

type Path = readonly PropertyKey[];

/** `['routing', 2, 'queue']` → `routing[2].queue`. */
export const pathText = (path: Path): string =>
  path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const key = String(part);
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');

/** `throughline.config.ts: <path> <what is wrong and how to mend it>`. */
export const mistake = (path: Path, text: string): string =>
  path.length === 0 ? `${CONFIG_FILE}: ${text}` : `${CONFIG_FILE}: ${pathText(path)} ${text}`;

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

/** The sentences for what zod found. */
export const formMistakes = (error: z.ZodError, settings: unknown): readonly string[] =>
  error.issues.flatMap((issue) => {
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) =>
          mistake([...issue.path, key], 'is no setting; remove it or mend its name'),
        );
      case 'invalid_value':
        return [mistake(issue.path, wrongValue(valueAt(settings, issue.path), issue.values.map(String)))];
      case 'invalid_type': {
        const given = valueAt(settings, issue.path);
        if (given === undefined)
          return [mistake(issue.path, `is missing; give it ${article(issue.expected)}`)];
        return [mistake(issue.path, `is ${JSON.stringify(given)}; give it ${article(issue.expected)}`)];
      }
      case 'invalid_key':
        return [mistake(issue.path, issue.issues[0]?.message ?? 'is no name that can be used here')];
      case 'invalid_format':
      case 'custom':
        return [
          mistake(issue.path, `is ${JSON.stringify(valueAt(settings, issue.path))}; it ${issue.message}`),
        ];
      default:
        return [mistake(issue.path, issue.message)];
    }
  });

const wrongValue = (given: unknown, known: readonly string[]): string =>
  given === undefined
    ? `is missing; use one of ${known.map((value) => `"${value}"`).join(', ')}`
    : `is ${JSON.stringify(given)}${suggestion(String(given), known)}`;

const article = (expected: string): string => {
  const words: Record<string, string> = { int: 'a whole number', array: 'a list', record: 'an object' };
  return words[expected] ?? (/^[aeio]/.test(expected) ? `an ${expected}` : `a ${expected}`);
};

const valueAt = (settings: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );
