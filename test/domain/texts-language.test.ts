import { describe, expect, test } from 'vitest';
import { detectLanguage } from '../../shared/texts/detect-language.ts';
import { chooseLanguage, localeFor } from '../../shared/texts/language.ts';
import { formatMoment } from '../../shared/texts/moment.ts';
import { FOREIGN, SENTENCES } from './texts.sentences.ts';

const supported = ['en', 'pt', 'it', 'be', 'es'];

describe('the language to write in', () => {
  test('is the customer’s own before that of the message', () => {
    expect(chooseLanguage({ profile: 'it', detected: 'es', supported })).toBe('it');
  });

  test('is that of the message when the customer’s own is not known or not served', () => {
    expect(chooseLanguage({ detected: 'es', supported })).toBe('es');
    expect(chooseLanguage({ profile: 'fr-CA', detected: 'es', supported })).toBe('es');
  });

  test('is the first configured one for everybody else', () => {
    expect(chooseLanguage({ supported: ['be', 'en'] })).toBe('be');
    expect(chooseLanguage({ profile: 'ja', supported: ['be', 'en'] })).toBe('be');
  });

  test.each([
    ['pt-BR', ['en', 'pt'], 'pt'],
    ['pt_BR', ['en', 'pt'], 'pt'],
    ['PT-br', ['en', 'pt', 'pt-BR'], 'pt-BR'],
    ['pt', ['en', 'pt-BR'], 'pt-BR'],
    ['be-Latn', ['en', 'be'], 'be'],
  ])('for %s among %j is %s', (profile, languages, chosen) => {
    expect(chooseLanguage({ profile, supported: languages })).toBe(chosen);
  });

  test('keeps the region for moments when it is the customer’s own', () => {
    expect(localeFor('en', 'en-GB')).toBe('en-GB');
    expect(localeFor('en', 'pt-BR')).toBe('en');
    expect(localeFor('en', 'en_no such tag')).toBe('en');
    expect(localeFor('en', undefined)).toBe('en');
  });
});

describe('a short sentence of a customer', () => {
  const found = SENTENCES.map(([language, sentence]) => ({
    language,
    sentence,
    detected: detectLanguage(sentence, supported),
  }));

  test('is never taken for another configured language', () => {
    expect(found.filter(({ language, detected }) => detected !== undefined && detected !== language)).toEqual(
      [],
    );
  });

  test('is recognised in nineteen of twenty cases', () => {
    const right = found.filter(({ language, detected }) => detected === language);
    expect(right.length / found.length).toBeGreaterThan(0.95);
  });

  test.each(FOREIGN)('"%s" is in none of them', (sentence) => {
    expect(detectLanguage(sentence, supported)).toBeUndefined();
  });

  test.each(['Hello', 'Hola amigo', 'ok thanks'])('"%s" is too little to tell', (words) => {
    expect(detectLanguage(words, supported) ?? 'en').toBe('en');
  });

  test('counts for a configured region of its language', () => {
    expect(detectLanguage('Onde está a minha encomenda?', ['en', 'pt-BR'])).toBe('pt-BR');
  });
});

describe('a moment', () => {
  const moment = '2026-11-24T15:15:00.000Z';

  test.each([
    ['en', 'Tuesday, November 24, 3:15 PM (Western European Standard Time)'],
    ['en-GB', 'Tuesday 24 November, 15:15 (Western European Standard Time)'],
    ['pt', 'terça-feira, 24 de novembro, 15:15 (Horário Padrão da Europa Ocidental)'],
    ['it', 'martedì 24 novembre, 15:15 (Ora standard dell’Europa occidentale)'],
    ['be', 'аўторак, 24 лістапада, 15:15 (Заходнееўрапейскі стандартны час)'],
    ['es', 'martes, 24 de noviembre, 15:15 (hora estándar de Europa occidental)'],
  ])('in %s reads %s', (language, written) => {
    expect(formatMoment(moment, { zone: 'Europe/Lisbon', language })).toBe(written);
  });

  test('is short for a text message, and names the zone all the same', () => {
    expect(formatMoment(moment, { zone: 'America/New_York', language: 'en', form: 'short' })).toBe(
      'Tue, Nov 24, 10:15 AM EST',
    );
  });

  test('knows summer from winter', () => {
    const july = formatMoment('2026-07-24T15:15:00.000Z', { zone: 'Europe/Lisbon', language: 'en' });
    expect(july).toBe('Friday, July 24, 4:15 PM (Western European Summer Time)');
  });

  test('in a zone that is none is given in UTC, which it says', () => {
    expect(formatMoment(moment, { zone: 'Mars/Olympus', language: 'en', form: 'short' })).toBe(
      'Tue, Nov 24, 3:15 PM UTC',
    );
  });
});
