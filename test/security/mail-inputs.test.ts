import { describe, expect, test } from 'vitest';
import { readMail } from '../../shared/mail/read-mail.ts';
import { safeHtml } from '../../shared/mail/safe-html.ts';
import { nastyMails } from '../bench/nasty-mails.ts';
import { surviveMails } from './mail-inputs.ts';

// `node test/security/mail.ts` gives them 100,000; `npm run bench -- P8` gives the nasty ones in full size, with time and
// memory.
describe('SEC8 Parsers and normalisers of mail', () => {
  test('end in a mail or a sentence, whatever they are given', async () => {
    const { count, mails, rejected } = await surviveMails(2_000, 7);
    expect(mails + rejected).toBe(count);
    // Both ways of ending are really taken.
    expect(Math.min(mails, rejected)).toBeGreaterThan(200);
  });

  test.each(Object.entries(nastyMails(512 * 1024)))('P8 end at %s', async (_name, make) => {
    const mail = await readMail(make());
    if (mail.kind === 'rejected') expect(mail.because).toMatch(/^The .*\.$/);
    else expect(safeHtml(mail.html ?? '', { imageOf: () => undefined }).html.length).toBeLessThan(3_000_000);
  });
});
