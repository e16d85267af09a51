import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldQuotes } from '../../../shared/domain/mail/fold.ts';

const lines = (...all: string[]): string => all.join('\n');

describe('A quoted reply', () => {
  test.each([
    ['On Sun, 22 Nov 2026 at 12:00, Support <support@example.com> wrote:'],
    ['On Sun, Nov 22, 2026 at 12:00 PM A Company With A Long Name <\nsupport@example.com> wrote:'],
    ['Em dom., 22 de nov. de 2026 às 12:00, Suporte <suporte@example.com> escreveu:'],
    ['Il giorno dom 22 nov 2026 alle ore 12:00 Aiuto <aiuto@example.com> ha scritto:'],
    ['El dom, 22 nov 2026 a las 12:00, Ayuda (<ayuda@example.com>) escribió:'],
    ['нд, 22 ліс. 2026 г. у 12:00, Падтрымка <help@example.com> піша:'],
    ['22.11.2026 12:00, Падтрымка напісаў(ла):'],
    ['Am 22.11.2026 um 12:00 schrieb Hilfe <hilfe@example.com>:'],
    ['Le dim. 22 nov. 2026 à 12:00, Aide <aide@example.com> a écrit :'],
    ['2026年11月22日(日) 12:00 Support <support@example.com>:'],
  ])('is folded with its attribution: %s', (attribution) => {
    expect(
      foldQuotes(lines('It has not come.', '', attribution, '', '> When did you', '> order?', '')),
    ).toEqual({
      text: 'It has not come.',
      folded: lines(attribution, '', '> When did you', '> order?'),
    });
  });

  test('is folded where no line is marked, down to the end', () => {
    const attribution = 'On 22 Nov 2026, at 12:00, Support <support@example.com> wrote:';
    expect(foldQuotes(lines('Yes.', attribution, 'Shall we send it again?'))).toEqual({
      text: 'Yes.',
      folded: lines(attribution, 'Shall we send it again?'),
    });
  });

  test('stays where answers stand between its parts; what is left below them is folded', () => {
    const kept = lines(
      'On 22 Nov 2026 12:00, S wrote:',
      '> Which colour?',
      'Red.',
      '> Which size?',
      'Large.',
    );
    expect(foldQuotes(lines(kept, '> Kind regards'))).toEqual({ text: kept, folded: '> Kind regards' });
    expect(foldQuotes(kept)).toEqual({ text: kept });
  });

  test('above a single answer is folded, if it says that it is one', () => {
    const quote = lines('On 22 Nov 2026 12:00, S <s@example.com> wrote:', '> Which colour?', '');
    expect(foldQuotes(lines(quote, 'Red.'))).toEqual({ text: 'Red.', folded: quote.trim() });
    expect(foldQuotes(lines('> Which colour?', 'Red.'))).toEqual({ text: lines('> Which colour?', 'Red.') });
  });

  test.each([
    ['-----Original Message-----'],
    ['----- Mensagem original -----'],
    ['-----Messaggio originale-----'],
    ['-----Mensaje original-----'],
    ['----- Зыходнае паведамленне -----'],
    ['-----Ursprüngliche Nachricht-----'],
  ])('is folded below %s', (separator) => {
    expect(foldQuotes(lines('No.', '', separator, 'From: S', 'Hello'))).toEqual({
      text: 'No.',
      folded: lines(separator, 'From: S', 'Hello'),
    });
  });

  test.each([
    [['From: S <s@example.com>', 'Sent: Sunday', 'To: me', 'Subject: Order']],
    [['De: S <s@example.com>', 'Enviado: domingo', 'Para: mim', 'Assunto: Pedido']],
    [['De: S <s@example.com>', 'Enviado el: domingo', 'Para: mí', 'Asunto: Pedido']],
    [['Da: S <s@example.com>', 'Inviato: domenica', 'A: me', 'Oggetto: Ordine']],
    [['Ад: S <s@example.com>', 'Адпраўлена: нядзеля', 'Каму: мне', 'Тэма: Заказ']],
    [['*Von:* S <s@example.com>', '*Gesendet:* Sonntag', '*An:* mich', '*Betreff:* Bestellung']],
  ])('is folded below Outlook’s header, with the rule above it: %j', (block) => {
    const older = lines('________________________________', ...block, '', 'Shall we?');
    expect(foldQuotes(lines('Yes.', '', older))).toEqual({ text: 'Yes.', folded: older });
  });

  test('is what a mail that forwards it wants to show, so it stays', () => {
    const block = ['From: shop@example.com', 'Sent: Sunday', 'To: me', 'Subject: Order'];
    const text = lines('See below.', '', ...block, '', 'Your order …');
    expect(foldQuotes(text, 'FW: Order')).toEqual({ text });
    const gmail = lines(
      'See below.',
      '',
      '---------- Forwarded message ---------',
      ...block,
      '',
      'Your order …',
    );
    expect(foldQuotes(gmail)).toEqual({ text: gmail });
  });
});

describe('A signature', () => {
  test.each([
    ['-- \nJo Doe\nDoe Ltd'],
    ['Sent from my iPhone'],
    ['Get Outlook for iOS<https://aka.ms/o0ukef>'],
    ['Enviado do meu iPhone'],
    ['Enviado desde mi teléfono Samsung Galaxy'],
    ['Inviato da iPhone'],
    ['Адпраўлена з майго iPhone'],
    ['Von meinem iPhone gesendet'],
  ])('is folded: %j', (signature) => {
    expect(foldQuotes(`Thank you!\n\n${signature}\n`)).toEqual({
      text: 'Thank you!',
      folded: signature,
    });
  });

  test('is folded above and below a quotation', () => {
    const below = lines(
      'Sent from my iPhone',
      '',
      'On 22 Nov 2026, at 12:00, S wrote:',
      '> Well?',
      '',
      '-- ',
      'Jo',
    );
    expect(foldQuotes(lines('Yes.', '', below))).toEqual({ text: 'Yes.', folded: below });
  });

  test.each([
    ['Sent the parcel back yesterday'],
    ['Enviado ontem pela manhã'],
    ['a\n--\nb1\nb2\nb3\nb4\nb5\nb6\nb7\nb8\nb9\nb10\nb11\nb12\nb13\nb14\nb15\nb16\nb17'],
    ['On 12 May 2026 your colleague wrote:\nall is well, and it was not'],
    ['From: the station\nto the office I walked'],
  ])('is not seen in %j', (text) => {
    expect(foldQuotes(text)).toEqual({ text });
  });
});

describe('A text', () => {
  test.each([
    ['> only\n> quoted'],
    ['-- \nJo'],
    ['Sent from my iPhone'],
    ['-----Original Message-----\nHello'],
    [''],
  ])('of which nothing would be left stays whole: %j', (text) => {
    expect(foldQuotes(text)).toEqual({ text: text.trim() });
  });

  test('is split into two parts that hold each of its words, whatever it says', () => {
    const piece = fc.constantFrom(
      '> quoted',
      '',
      'On 22 Nov 2026, at 12:00, S <s@example.com> wrote:',
      'answer',
      '-- ',
      'Sent from my iPhone',
      '-----Original Message-----',
      'From: a',
      'Sent: b',
      'To: c',
      '________________________________',
    );
    const words = (text = '') => text.split(/\s+/).filter(Boolean).sort();
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (all) => {
        const text = all.join('\n');
        const { text: own, folded } = foldQuotes(text);
        expect([...words(own), ...words(folded)].sort()).toEqual(words(text));
        expect(own === '').toBe(text.trim() === '');
      }),
      { numRuns: 1000 },
    );
  });

  test('crafted to be slow takes a fraction of a second', () => {
    const crafted = [
      `On ${'a '.repeat(100_000)}wrote:`,
      'On 22 Nov 2026 12:00 x:\n'.repeat(20_000),
      '> \n\n'.repeat(50_000),
      'From: a\n'.repeat(25_000),
      '--\n'.repeat(60_000),
      `${'-'.repeat(100_000)} Original Message ${'-'.repeat(100_000)}`,
      'Sent from my iPhone\n'.repeat(10_000),
      `${' '.repeat(200_000)}:`,
    ];
    for (const text of crafted) {
      const start = performance.now();
      foldQuotes(text);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });
});
