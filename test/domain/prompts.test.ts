import { describe, expect, test } from 'vitest';
import { parametersOf } from '../../shared/texts/parameters-of.ts';
import { PROMPT_PARAMETERS, type PromptKey } from '../../shared/texts/spoken/prompts.ts';
import { isPlain, promptOf, promptsIn } from '../../shared/texts/spoken/write-prompt.ts';
import { claimsIn, SPEAKS_OF, WORDS } from './prompts.claims.ts';

const LANGUAGES = ['en', 'pt', 'it', 'be', 'es'] as const;
const KEYS = Object.keys(PROMPT_PARAMETERS) as PromptKey[];
const prompts = LANGUAGES.flatMap((language) =>
  KEYS.map((key) => [language, key, promptOf(language, key, {}) ?? ''] as const),
);

describe('S0.5 every prompt', () => {
  test.each(prompts)('%s %s stands there, with its parameters as they are', (_, key, prompt) => {
    const parameters = [...PROMPT_PARAMETERS[key]];
    expect(parametersOf(prompt)).toEqual({ parameters: expect.arrayContaining(parameters) });
    expect(prompt.match(/\{/g) ?? []).toHaveLength(parameters.length);
    expect(isPlain(prompt)).toBe(true);
  });

  test.each(prompts)('%s %s is one short sentence', (_, __, prompt) => {
    expect(prompt).toMatch(/^[¿\p{Lu}{][^.?!]*[.?]$/u);
    expect(prompt.length).toBeLessThanOrEqual(75);
    expect(prompt.split(' ').length).toBeLessThanOrEqual(12);
  });

  test.each(LANGUAGES)('in %s asks for one key at most, and by the same word', (language) => {
    for (const { word, of, never } of WORDS[language] ?? []) {
      const speaking: readonly string[] = SPEAKS_OF[of];
      for (const key of KEYS) {
        const prompt = promptOf(language, key, {}) ?? '';
        if (speaking.includes(key)) expect(prompt, key).toMatch(word);
        expect(prompt, key).not.toMatch(never);
      }
    }
    const withKeys = KEYS.filter((key) => PROMPT_PARAMETERS[key].some((name) => name === 'digit'));
    expect(withKeys).toEqual([...SPEAKS_OF.digit]);
  });

  test.each(LANGUAGES.slice(1))('of %s is another than the English one', (language) => {
    expect(KEYS.filter((key) => promptOf(language, key, {}) === promptOf('en', key, {}))).toEqual([]);
  });
});

describe('S4.10 no prompt claims what nothing computes', () => {
  test.each(prompts)('%s %s', (language, _, prompt) => {
    expect(claimsIn(language, prompt)).toEqual([]);
  });

  test.each([
    ['en', 'There are 3 people ahead of you.', '3'],
    ['en', 'We will be with you shortly.', 'shortly'],
    ['en', 'Please listen, our menu has changed.', 'changed'],
    ['en', 'Your call is important to us.', 'important'],
    ['pt', 'Há cinco pessoas à sua frente.', 'cinco'],
    ['pt', 'Atendemos dentro de instantes.', 'instantes'],
    ['it', 'Le rispondiamo a breve.', 'breve'],
    ['be', 'Мы хутка Вам адкажам.', 'хутка'],
    ['es', 'En breve le atenderemos.', 'breve'],
    ['es', 'Tenemos tres llamadas por delante.', 'tres'],
  ])('a planted claim in %s is found: %s', (language, prompt, claim) => {
    expect(claimsIn(language, prompt)).toEqual([claim]);
  });
});

describe('A prompt', () => {
  test('takes values, and paths that Connect fills in during the call', () => {
    const write = promptsIn('be', {});
    expect(write('voice.menu.department', { department: 'Рахункі', digit: '1' })).toBe(
      'Рахункі: націсніце 1.',
    );
    expect(write('voice.queue.ahead', { ahead: '$.External.ahead' })).toBe(
      'Людзей перад Вамі: $.External.ahead.',
    );
  });

  test('is the platform team’s own where there is one, and of the language where the region has none', () => {
    const own = { en: { 'voice.goodbye': 'Bye.' } };
    expect(promptsIn('en-GB', own)('voice.goodbye')).toBe('Bye.');
    expect(promptsIn('pt-BR', own)('voice.goodbye')).toBe('Adeus.');
  });

  test('is English where a language has none', () => {
    expect(promptsIn('fr', {})('voice.goodbye')).toBe('Goodbye.');
  });
});
