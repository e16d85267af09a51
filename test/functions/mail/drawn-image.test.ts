import { expect, test } from 'vitest';
import { drawnImage } from '../../../shared/mail/drawn-image.ts';

const bytes = (text: string, length = text.length) => Buffer.from(text.padEnd(length, '\0'), 'latin1');

test.each([
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x01\n\0\0WEBPVP8 ', 'image/webp'],
])('What begins with %j is drawn as %s', (start, type) => {
  expect(drawnImage(bytes(start, 100))).toMatch(new RegExp(`^data:${type};base64,[A-Za-z0-9+/]+=*$`));
});

test.each(['<svg onload="x()"/>', '<html>', 'RIFF\x01\0\0\0WAVE', ' GIF89a', 'GIF', '', '%PDF-1.7'])(
  'What begins with %j is not drawn',
  (start) => {
    expect(drawnImage(bytes(start))).toBeUndefined();
  },
);

test('What is large is not drawn', () => {
  expect(drawnImage(bytes('GIF89a', 300_000))).toBeDefined();
  expect(drawnImage(bytes('GIF89a', 300_001))).toBeUndefined();
});
