import { describe, expect, test } from 'vitest';
import { isBareThanks } from '../../shared/domain/thanks.ts';

describe('A bare thanks', () => {
  test.each([
    [
      'English',
      [
        'Thanks',
        'thank you!',
        'THANK YOU SO MUCH',
        'ok thx 👍',
        'Great, thanks for your help!',
        'ty',
        'Many thanks 🙏🙏',
      ],
    ],
    [
      'Portuguese',
      [
        'Obrigado',
        'muito obrigada!',
        'Obg',
        'valeu',
        'Perfeito, obrigado pela ajuda',
        'Ótimo, muito obrigado.',
      ],
    ],
    [
      'Italian',
      [
        'Grazie',
        'grazie mille!',
        'Mille grazie',
        'ok grazie',
        'Grazie per l’aiuto',
        'Perfetto, grazie di tutto',
      ],
    ],
    [
      'Belarusian',
      ['Дзякуй', 'дзякуй!', 'Вялікі дзякуй', 'Шчыры дзякуй за дапамогу', 'Дзякую вам', 'Добра, дзякуй'],
    ],
    [
      'Spanish',
      [
        'Gracias',
        '¡Muchas gracias!',
        'mil gracias',
        'Vale, gracias',
        'Gracias por la ayuda',
        'Perfecto, muchas gracias por todo',
      ],
    ],
  ])('is known in %s', (_, texts) => {
    for (const text of texts) expect([text, isBareThanks(text)]).toEqual([text, true]);
  });

  test.each([
    'Thanks but it is still broken',
    'Thanks for nothing',
    'No thanks',
    'Thanks?',
    'help, thanks',
    'Thanks. When will it come',
    'Obrigado, mas ainda não funciona',
    'Grazie ma non funziona',
    'Дзякуй, але не працуе',
    'Gracias pero sigue sin funcionar',
    'ok',
    '👍',
    '',
    'thanks '.repeat(13),
  ])('is not seen in %j', (text) => {
    expect(isBareThanks(text)).toBe(false);
  });

  test('may be written in full-width letters and with marks of direction', () => {
    expect(isBareThanks('\u200fＴｈａｎｋｓ\u200e')).toBe(true);
  });
});
