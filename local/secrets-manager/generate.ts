import * as z from 'zod';
import type { RandomSource } from '../core/time.ts';

export const generateProperties = z.strictObject({
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  GenerateStringKey: z.string().optional(),
  IncludeSpace: z.boolean().default(false),
  PasswordLength: z.number().int().min(1).max(4096).default(32),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
});

export type GenerateProperties = z.output<typeof generateProperties>;

/**
 * A secret as `GenerateSecretString` asks for it: a password, or the JSON template with the password as one member.
 * Its characters come from the cloud's random source, so it can be foreseen: for this machine only.
 *
 * @throws Error when everything is excluded, or only one of template and key is given
 */
export function generateSecret(random: RandomSource, properties: GenerateProperties): string {
  const { GenerateStringKey: key, SecretStringTemplate: template } = properties;
  const password = generatePassword(random, properties);
  if (key === undefined && template === undefined) return password;
  if (key === undefined || template === undefined) {
    throw new Error('GenerateSecretString needs SecretStringTemplate and GenerateStringKey together.');
  }
  return JSON.stringify({ ...JSON.parse(template), [key]: password });
}

function generatePassword(random: RandomSource, properties: GenerateProperties): string {
  const excluded = new Set(properties.ExcludeCharacters);
  const kinds = [
    !properties.ExcludeLowercase && 'abcdefghijklmnopqrstuvwxyz',
    !properties.ExcludeUppercase && 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    !properties.ExcludeNumbers && '0123456789',
    !properties.ExcludePunctuation && '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    properties.IncludeSpace && ' ',
  ].flatMap((kind) => {
    const left = kind ? [...kind].filter((character) => !excluded.has(character)) : [];
    return left.length > 0 ? [left] : [];
  });
  const all = kinds.flat();
  if (all.length === 0) throw new Error('GenerateSecretString excludes every character.');
  const pick = (from: readonly string[]) => from[Math.floor(random.next() * from.length)] ?? '';
  const characters = Array.from({ length: properties.PasswordLength }, () => pick(all));
  if (properties.RequireEachIncludedType && kinds.length <= characters.length) {
    // One place for each kind, anywhere in the password.
    const places = characters.map((_, index) => index);
    for (const kind of kinds) {
      const [place = 0] = places.splice(Math.floor(random.next() * places.length), 1);
      characters[place] = pick(kind);
    }
  }
  return characters.join('');
}
