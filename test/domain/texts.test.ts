import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../shared/texts/messages.ts';
import { formatMoment } from '../../shared/texts/moment.ts';
import { TEXT_PARAMETERS, type TextKey } from '../../shared/texts/parameters.ts';
import { parametersOf } from '../../shared/texts/parameters-of.ts';
import { text, textsWith } from '../../shared/texts/text.ts';
import { smsSegments } from './texts.sms-segments.ts';

const LANGUAGES = ['en', 'pt', 'it', 'be', 'es'] as const;
const KEYS = Object.keys(TEXT_PARAMETERS) as TextKey[];
const COMPANY = 'Sunrise Bikes';

const messages = LANGUAGES.flatMap((language) =>
  KEYS.map((key) => [language, key, messageOf(language, key, {}) ?? ''] as const),
);

describe('every text', () => {
  test.each(messages)('%s %s stands there, with its parameters and no other', (_, key, message) => {
    expect(message).not.toBe('');
    const used = parametersOf(message);
    expect(used).toEqual({ parameters: expect.arrayContaining([...TEXT_PARAMETERS[key]]) });
    expect('parameters' in used && used.parameters).toHaveLength(TEXT_PARAMETERS[key].length);
  });

  test.each(messages.filter(([, , message]) => message.includes(', plural,')))(
    '%s %s has every plural form of its language',
    (language, _, message) => {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      for (const category of pluralCategories) expect(message).toContain(` ${category} {`);
    },
  );

  test.each(LANGUAGES.slice(1))('of %s is another than the English one', (language) => {
    const same = KEYS.filter((key) => messageOf(language, key, {}) === messageOf('en', key, {}));
    expect(same).toEqual([]);
  });

  test('is used somewhere', () => {
    const sources = ['functions', 'shared', 'web'].flatMap(sourcesIn).join('\n');
    const unused = KEYS.filter((key) => !sources.includes(`'${key}'`));
    expect(unused.filter((key) => !WAITING.test(key))).toEqual([]);
  });
});

/** Texts that stand ready for what does not say them yet. */
const WAITING = /^(reply\.email\.footer|chat\.offline)$/;

/** Every TypeScript file of a folder but the texts themselves. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith(join('shared', 'texts')))
    .map((file) => readFileSync(file, 'utf8'));
}

describe('the receipt of an SMS', () => {
  // The longest names of zones; every weekday in every month.
  const zones = ['Asia/Kolkata', 'Australia/Adelaide', 'America/New_York'];
  const days = Array.from({ length: 12 * 7 }, (_, nth) =>
    new Date(Date.UTC(2026, Math.floor(nth / 7), 20 + (nth % 7), 22, 45)).toISOString(),
  );
  const moments = (language: string) =>
    zones.flatMap((zone) => days.map((day) => formatMoment(day, { zone, language, form: 'short' })));
  const promised = ['receipt.sms.promised', 'receipt.sms.closed'] as const;

  test.each(LANGUAGES)('in %s fits two segments, whatever the moment', (language) => {
    const longest = Math.max(
      ...moments(language).flatMap((moment) =>
        promised.map((key) => smsSegments(text(language, key, { company: COMPANY, moment }))),
      ),
      smsSegments(text(language, 'receipt.sms.late', { company: COMPANY })),
    );
    expect(longest).toBeLessThanOrEqual(2);
  });

  test.each(['en', 'it'] as const)('in %s fits one segment, whatever the moment', (language) => {
    const most = moments(language).flatMap((moment) =>
      promised.map((key) => smsSegments(text(language, key, { company: COMPANY, moment }))),
    );
    expect(Math.max(...most)).toBe(1);
  });

  test.each(['pt', 'es'] as const)(
    'in %s fits one segment but for the days its alphabet cannot write',
    (language) => {
      const long = moments(language).filter(
        (moment) => smsSegments(text(language, 'receipt.sms.closed', { company: COMPANY, moment })) > 1,
      );
      expect(long.every((moment) => moment.startsWith('sáb'))).toBe(true);
    },
  );
});

describe('an SMS of the survey', () => {
  const link =
    'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/s/k7p2mznq4v6w3x5y7b2d4f6h3j5l7n2p4r6t';
  test.each(LANGUAGES)('in %s fits four segments with a long link', (language) => {
    for (const key of ['survey.sms.ask', 'survey.sms.remind'] as const)
      expect(smsSegments(text(language, key, { company: COMPANY, link }))).toBeLessThanOrEqual(4);
  });
});

describe('a text', () => {
  const days = (language: string, count: number) =>
    text(language, 'survey.email.ask', { company: COMPANY, link: 'https://example.com', days: count });

  test('has the plural form that fits, also in Belarusian', () => {
    expect(days('be', 1)).toContain('1 дзень');
    expect(days('be', 3)).toContain('3 дні');
    expect(days('be', 7)).toContain('7 дзён');
    expect(days('be', 21)).toContain('21 дзень');
    expect(days('en', 1)).toContain('1 day.');
    expect(days('pt', 2)).toContain('2 dias');
  });

  test('is the platform team’s own where there is one', () => {
    const write = textsWith({ en: { 'receipt.sms.late': '{company} is slow today.' } });
    expect(write('en', 'receipt.sms.late', { company: COMPANY })).toBe('Sunrise Bikes is slow today.');
    expect(write('it', 'receipt.sms.late', { company: COMPANY })).toContain('abbiamo ricevuto');
  });

  test('of a region without its own is that of the language', () => {
    expect(text('pt-BR', 'survey.page.optional')).toBe('facultativo');
    expect(textsWith({ pt: { 'survey.page.optional': 'opcional' } })('pt-BR', 'survey.page.optional')).toBe(
      'opcional',
    );
  });

  test('leaves what a customer could have written as it is: escaping is for whoever makes HTML', () => {
    const company = '<b>{moment}</b> & "friends"';
    expect(text('en', 'receipt.sms.late', { company })).toContain(company);
  });
});
