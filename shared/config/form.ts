import * as z from 'zod';
import { mistake, type Path, suggestion } from './mistakes.ts';
import { settingsSchema } from './schema.ts';

/** The sentences for what zod found in settings of the wrong form. */
export const formMistakes = (error: z.ZodError, settings: unknown): readonly string[] =>
  error.issues.flatMap((issue) => {
    const given = valueAt(settings, issue.path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) =>
          mistake([...issue.path, key], `is no setting${suggestion(key, knownKeys(issue.path))}`),
        );
      case 'invalid_value':
        return [mistake(issue.path, wrongValue(given, issue.values.map(String)))];
      case 'invalid_type':
        return [mistake(issue.path, `${is(given)}; give it ${article(issue.expected)}`)];
      case 'invalid_key':
        return [mistake(issue.path, `is no name to use here: it ${issue.issues[0]?.message}`)];
      case 'invalid_format':
      case 'custom':
        return [mistake(issue.path, `${is(given)}; it ${issue.message}`)];
      default:
        return [mistake(issue.path, issue.message)];
    }
  });

const is = (given: unknown): string => (given === undefined ? 'is missing' : `is ${shown(given)}`);

/** A value as the file would have it, at most as much of it as fits a sentence. */
const shown = (given: unknown): string => {
  if (typeof given === 'function') return 'a function';
  const text = JSON.stringify(given) ?? String(given);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const wrongValue = (given: unknown, known: readonly string[]): string =>
  given === undefined
    ? `is missing; use one of ${known.map((value) => `"${value}"`).join(', ')}`
    : `is ${shown(given)}${suggestion(String(given), known)}`;

const article = (expected: string): string => {
  const words: Record<string, string> = { int: 'a whole number', array: 'a list', record: 'an object' };
  return words[expected] ?? (/^[aeio]/.test(expected) ? `an ${expected}` : `a ${expected}`);
};

const valueAt = (settings: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );

/** The settings that there are at a path. */
const knownKeys = (path: Path): readonly string[] => {
  let schema: z.core.$ZodType | undefined = settingsSchema;
  for (const key of path) schema = inside(bare(schema), key);
  const at = bare(schema);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
};

const inside = (schema: z.core.$ZodType | undefined, key: PropertyKey): z.core.$ZodType | undefined => {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
};

/** A schema without optional and default around it. */
const bare = (schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? bare(schema.def.innerType)
    : schema;
