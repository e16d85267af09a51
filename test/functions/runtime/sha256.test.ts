import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Sha256 } from '../../../shared/runtime/sha256.ts';

const hex = async (sum: Sha256) => Buffer.from(await sum.digest()).toString('hex');

describe('SHA-256 for signers', () => {
  test('is that of Node, of parts and of nothing', async () => {
    const sum = new Sha256();
    expect(await hex(sum)).toBe(createHash('sha256').digest('hex'));
    sum.update('One, ');
    sum.update(Buffer.from('zwölf'));
    expect(await hex(sum)).toBe(createHash('sha256').update('One, zwölf').digest('hex'));
  });

  test.each([1, 32, 63, 64, 65, 200])('with a secret of %i bytes is the HMAC of Node', async (length) => {
    const secret = new Uint8Array(length).map((_, index) => index * 7);
    const sum = new Sha256(secret);
    sum.update('20260105');
    sum.update(new Uint8Array([0, 255]).buffer);
    const expected = createHmac('sha256', secret).update('20260105').update(Buffer.of(0, 255));
    expect(await hex(sum)).toBe(expected.digest('hex'));
  });

  test('takes a secret as text, and a part of a longer buffer', async () => {
    const bytes = Buffer.from('left part right').subarray(5, 9);
    const sum = new Sha256('AWS4sécret');
    sum.update(bytes);
    expect(await hex(sum)).toBe(createHmac('sha256', 'AWS4sécret').update('part').digest('hex'));
  });
});
