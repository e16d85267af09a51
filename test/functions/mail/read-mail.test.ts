import { describe, expect, test } from 'vitest';
import { bytesOfFile } from '../../../shared/mail/mail-file.ts';
import { type Mail, readMail } from '../../../shared/mail/read-mail.ts';

const HEAD = 'From: Jo <jo@example.com>\r\nTo: us@example.org\r\nSubject: Bike\r\nMessage-ID: <a@b>\r\n';

/** Every character of the text is a byte. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

async function read(text: string | Buffer): Promise<Mail> {
  const mail = await readMail(typeof text === 'string' ? bytes(text) : text);
  if (mail.kind === 'rejected') throw new Error(mail.because);
  return mail;
}

const body = async (headers: string, content: string) => (await read(`${HEAD}${headers}\r\n${content}`)).text;

const multipart = (kind: string, ...parts: string[]): string =>
  `Content-Type: multipart/${kind}; boundary="=b"\r\n\r\n${parts.map((part) => `--=b\r\n${part}\r\n`).join('')}--=b--\r\n`;

describe('The text of a mail', () => {
  test.each([
    ['UTF-8', 'Content-Type: text/plain; charset=utf-8\r\n', 'caf\xc3\xa9', 'café'],
    ['Latin-1', 'Content-Type: text/plain; charset="ISO-8859-1"\r\n', 'caf\xe9', 'café'],
    ['Cyrillic of Windows', 'Content-Type: text/plain; charset=windows-1251\r\n', '\xcf\xf0\xfb', 'Пры'],
    ['KOI8-U', 'Content-Type: text/plain; charset=koi8-u\r\n', '\xf0\xd2', 'Пр'],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n', 'caf\xe9', 'café'],
    ['no charset, UTF-8', '', 'caf\xc3\xa9', 'café'],
    ['no charset, old', '', 'caf\xe9', 'café'],
    ['a charset that is not true', 'Content-Type: text/plain; charset=utf-8\r\n', 'caf\xe9', 'café'],
    ['a byte-order mark', 'Content-Type: text/plain; charset=utf-8\r\n', '\xef\xbb\xbfcaf\xc3\xa9', 'café'],
    ['NULs and bells', '', 'a\0b\x07c', 'abc'],
    [
      'quoted-printable',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'a=3D=\r\nb=C3=A9=ZZ=',
      'a=bé=ZZ',
    ],
    [
      'base64 with rubbish',
      'Content-Transfer-Encoding: BASE64 (x)\r\n',
      'aGVs!!\r\n bG8=\r\naGVsbG8=',
      'hellohello',
    ],
    ['flowed lines', 'Content-Type: text/plain; format=flowed\r\n', 'one \r\ntwo\r\nthree', 'one two\nthree'],
    ['an encoding nobody knows', 'Content-Transfer-Encoding: rot13\r\n', 'as it is', 'as it is'],
    ['a type nobody can read', 'Content-Type: ;;;\r\n', 'x', 'x'],
  ])('is read in %s', async (_what, headers, content, text) => {
    expect(await body(headers, content)).toBe(text);
  });

  test('is the plain one of two', async () => {
    const both = multipart('alternative', '\r\nplain', 'Content-Type: text/html\r\n\r\n<p>rich</p>');
    const mail = await read(HEAD + both);
    expect([mail.text, mail.html, mail.files]).toEqual(['plain', '<p>rich</p>', []]);
  });

  test('is taken from the HTML where the plain one is missing or empty', async () => {
    const rich = 'Content-Type: text/html\r\n\r\n<p>Hello<br>there</p><ul><li>one<li>two</ul>';
    const text = 'Hello\nthere\n\n- one\n- two';
    expect((await read(HEAD + rich)).text).toBe(text);
    expect((await read(HEAD + multipart('alternative', '\r\n \r\n', rich))).text).toBe(text);
  });

  test('is all that stands between files, and what lists add below HTML', async () => {
    const file = 'Content-Type: image/png\r\n\r\nx';
    expect((await read(HEAD + multipart('mixed', '\r\none', file, '\r\ntwo'))).text).toBe('one\n\ntwo');
    const rich = 'Content-Type: text/html\r\n\r\n<b>rich</b>';
    const mail = await read(HEAD + multipart('mixed', rich, '\r\n<footer>'));
    expect(mail.text).toBe('rich\n\n<footer>');
    expect(mail.html).toBe('<b>rich</b><hr><div style="white-space:pre-wrap">&lt;footer></div>');
  });

  test('that is long is shortened, which the mail says', async () => {
    const mail = await read(`${HEAD}\r\n${'word '.repeat(500_000)}`);
    expect([mail.text.length, mail.cutShort]).toEqual([9_500, true]);
    expect((await read(`${HEAD}\r\nshort`)).cutShort).toBe(false);
  });

  test('that is followed by a long conversation is whole; what is lost of the repetition is marked there', async () => {
    const mail = await read(
      `${HEAD}\r\nYes.\r\n\r\nOn 22 Nov 2026 12:00, S wrote:\r\n${'> word\r\n'.repeat(5_000)}`,
    );
    expect([mail.text, mail.cutShort, mail.folded?.endsWith('\n[…]')]).toEqual(['Yes.', false, true]);
  });

  test('may be empty, missing, or only a file', async () => {
    expect((await read(`${HEAD}\r\n`)).text).toBe('');
    expect((await read(HEAD)).text).toBe('');
    const pdf = await read(`${HEAD}Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF`);
    expect([pdf.text, pdf.files.map(({ name }) => name)]).toEqual(['', ['a.pdf']]);
  });

  test('is all that a gateway left of a report, which still is one', async () => {
    const report = await read(`${HEAD}Content-Type: multipart/report; boundary=b\r\n\r\nIt came back.`);
    expect([report.type, report.text]).toEqual(['multipart/report', 'It came back.']);
  });

  test.each([
    [
      'Gmail',
      '<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">Vào 2026, S đã viết:</div><blockquote>Well?</blockquote></div>',
    ],
    [
      'Outlook',
      '<div><div>Yes.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> S</div><div>Well?</div></div>',
    ],
    ['Apple', 'Yes.<br><blockquote type="cite"><div>On 2026, S wrote:</div>Well?</blockquote>'],
    [
      'Thunderbird',
      '<p>Yes.</p><div class="moz-cite-prefix">Le 2026, S a écrit :</div><blockquote type="cite">Well?</blockquote>',
    ],
    ['Yahoo', '<div>Yes.</div><div class="yahoo_quoted"><div>On 2026 S wrote:</div><div>Well?</div></div>'],
  ])('of HTML is without what %s quotes', async (_what, html) => {
    const mail = await read(
      `${HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n${Buffer.from(html).toString('latin1')}`,
    );
    expect(mail.text).toBe('Yes.');
    expect(mail.folded).toContain('Well?');
  });

  test('of HTML keeps answers between quotations, and folds signatures', async () => {
    const html =
      '<blockquote type="cite">Colour?</blockquote>Red.<blockquote type="cite">Size?</blockquote>XL<div class="gmail_signature">Jo<br>Ltd</div>';
    const mail = await read(`${HEAD}Content-Type: text/html\r\n\r\n${html}`);
    expect(mail).toMatchObject({ text: '> Colour?\n\nRed.\n\n> Size?\n\nXL', folded: '-- \nJo\nLtd' });
  });
});

describe('The header of a mail', () => {
  test('may end its lines as it likes, start with blank ones or a mark, and be followed by nothing blank', async () => {
    for (const text of [
      'From: jo@example.com\nSubject: Bike\n\nHello',
      '\r\n\r\nFrom: jo@example.com\r\nSubject: Bike\r\n\r\nHello',
      '\xef\xbb\xbfFrom: jo@example.com\r\nSubject: Bike\r\n\r\nHello',
    ]) {
      expect(await read(text)).toMatchObject({ subject: 'Bike', text: 'Hello', sender: { isSingle: true } });
    }
  });

  test('is read though it breaks the rules, and then proves nothing', async () => {
    for (const text of [
      'From: jo@example.com\r\nSubject: Bike\r\nHello',
      'From : jo@example.com\r\r\nSubject: Bi\0ke\r\r\n\r\r\nHello',
    ]) {
      const sender = { address: 'jo@example.com', isSingle: false };
      expect(await read(text)).toMatchObject({ subject: 'Bike', text: 'Hello', sender });
    }
  });

  test.each([
    ['a bare CR in the value', 'From: ceo@bank.example\r, jo@evil.example\r\n\r\n'],
    ['a bare CR after the name', 'From:\r ceo@bank.example\r\n\r\n'],
    ['a bare CR that others take for a letter', 'From: ceo@bank.example\rX: y\r\n\r\n'],
    ['a NUL in the value', 'From: ceo@bank\0.example\r\n\r\n'],
    ['a NUL in another field', 'From: ceo@bank.example\r\nX: y\0\nFrom: jo@evil.example\r\n\r\n'],
    ['a blank line of two CRs', 'From: ceo@bank.example\r\n\r\r\nFrom: jo@evil.example\r\n\r\n'],
    ['a blank line of another kind', 'From: ceo@bank.example\r\n\nFrom: jo@evil.example\r\n\r\n'],
    ['a bare LF among others', 'From: ceo@bank.example\nX: y\r\n\r\n'],
    ['a line that some take for a field', 'From: ceo@bank.example\r\nFrom\v: jo@evil.example\r\n\r\n'],
    ['a line that begins the body for us', 'From: ceo@bank.example\r\nx\r\nFrom: jo@evil.example\r\n'],
    ['a first line that continues nothing', ' x\r\nFrom: ceo@bank.example\r\n\r\n'],
  ])('SEC1 with %s proves nothing: two readers may find two senders', async (_what, text) => {
    expect((await read(`${text}x`)).sender).toMatchObject({ isSingle: false });
  });

  test('may fold a long From between its parts', async () => {
    const mail = await read('From: "Jo of the very long name"\r\n <jo@example.com>\r\n\r\nx');
    expect(mail.sender).toMatchObject({ address: 'jo@example.com', isSingle: true });
  });

  test('hides no second sender behind a bare CR, an odd line or a space', async () => {
    for (const second of [
      'X: a\rFrom: b@evil.example',
      'no field\r\nFrom: b@evil.example',
      'From : b@evil.example',
    ]) {
      const mail = await read(`From: jo@example.com\r\n${second}\r\n\r\nx`);
      expect(mail.sender.isSingle).toBe(false);
    }
  });

  test('gives subjects in any writing, on one line, of bounded length', async () => {
    const subject = async (value: string) => (await read(`Subject: ${value}\r\nA: b\r\n\r\n`)).subject;
    expect(await subject('=?utf-8?B?0J/RgNGL?=\r\n =?utf-8?Q?_caf=C3=A9?=')).toBe('Пры café');
    expect(await subject('a =?utf-8?Q?b=0D=0ABcc:_x=E2=80=AE?=')).toBe('a b Bcc: x');
    expect(await subject('caf\xc3\xa9')).toBe('café');
    expect((await subject('x'.repeat(100_000))).length).toBe(500);
    expect(await subject('=?utf-8?Q?=C3=A9?= '.repeat(1_000))).toMatch(/^é+$/);
  });

  test.each([
    ['', 'The mail has no header.'],
    ['\0\x01\x02', 'The mail has no header.'],
    [`${'a: b\r\n'.repeat(100_000)}\r\nx`, 'The header of the mail has more than 5,000 lines.'],
    [`a: ${'b'.repeat(300_000)}\r\n\r\nx`, 'The header of the mail is longer than 256 KB.'],
  ])('is refused with a sentence (%#)', async (text, because) => {
    expect(await readMail(bytes(text))).toEqual({ kind: 'rejected', because });
  });

  test('is refused with a mail that SES would not take', async () => {
    const mail = await readMail(Buffer.alloc(40 * 1024 * 1024 + 1, 'a: b\n'));
    expect(mail).toEqual({ kind: 'rejected', because: 'The mail is larger than 40 MB.' });
  });
});

describe('The parts of a mail', () => {
  const names = (mail: Mail) => mail.files.map(({ name, type }) => `${name} ${type}`);

  test('are files where they say so, by name, disposition or type', async () => {
    const mail = await read(
      HEAD +
        multipart(
          'mixed',
          'Content-Type: text/plain\r\n\r\nHello',
          "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf\r\n\r\nx",
          'Content-Type: text/plain; name="=?utf-8?Q?caf=C3=A9.txt?="\r\n\r\nx',
          'Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\nx',
          'Content-Type: message/rfc822\r\n\r\nFrom: other@example.com\r\n\r\nnot ours',
          'Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx',
          'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n\r\nx',
        ),
    );
    expect(mail.text).toBe('Hello');
    expect(names(mail)).toEqual([
      'résumé.pdf application/pdf',
      'café.txt text/plain',
      'attachment-3.html text/html',
      'attachment-4.eml message/rfc822',
      'winmail.dat application/ms-tnef',
      'smime.p7s application/pkcs7-signature',
    ]);
  });

  test('have names that show what they are, and lead to no other folder', async () => {
    const name = async (stated: string) =>
      (await read(`${HEAD}Content-Type: a/b; name="${stated}"\r\n\r\nx`)).files[0]?.name;
    expect(await name('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(await name('C:/x<y>|z?.exe')).toBe('C_x_y_z_.exe');
    expect(await name('photo=?utf-8?Q?=E2=80=AEgpj.exe?=')).not.toContain('\u202e');
    expect((await name(`${'a'.repeat(1_000)}.pdf`))?.length).toBe(124);
    expect(await name('...')).toBe('attachment-1');
  });

  test('are found by offset, and decoded when they are wanted', async () => {
    const raw = bytes(
      HEAD +
        multipart(
          'mixed',
          'Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n/w==',
          'Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ==\r\nQg==\r\n*Q*w*=*=',
          'Content-Type: a/b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=00=ff =\r\nx=\t\r\n=4',
          'Content-Type: a/b\r\n\r\n\0\xff\r\n',
        ),
    );
    const { files } = await read(raw);
    expect(files.map((file) => bytesOfFile(raw, file).toString('latin1'))).toEqual([
      '\0\x01\x02\xff',
      'ABC',
      '\0\xff x=4',
      '\0\xff\r\n',
    ]);
  });

  test('are the same wherever the bytes of a mail begin in memory', async () => {
    const text = HEAD + multipart('mixed', 'Content-Type: a/b\r\n\r\nfile');
    const shifted = new Uint8Array([1, 2, 3, ...bytes(text)]).subarray(3);
    const mail = await readMail(shifted);
    expect(mail.kind === 'mail' && mail.files.map((file) => String(bytesOfFile(shifted, file)))).toEqual([
      'file',
    ]);
  });

  test.each([
    [
      'that never ends',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: a/b\r\n\r\nx',
      1,
    ],
    [
      'with space behind it',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b \t\r\n\r\nHello\r\n--b-- \r\n',
      0,
    ],
    [
      'like the start of another',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--bb\r\n--b\r\n\r\nHello\r\n--b--',
      0,
    ],
    ['that does not occur', 'Content-Type: multipart/mixed; boundary=b\r\n\r\nHello', 0],
    ['that is missing', 'Content-Type: multipart/mixed\r\n\r\nHello', 0],
    [
      'within another of the same start',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nHello\r\n--bb--\r\n--b--',
      0,
    ],
    [
      'of one that its parent ends',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nHello\r\n--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--',
      1,
    ],
  ])('come out right at a boundary %s', async (_what, mail, files) => {
    const found = await read(HEAD + mail);
    expect([found.text, found.files.length]).toEqual(['Hello', files]);
  });

  test('of a bounce are its text and its reports', async () => {
    const status = 'Content-Type: message/delivery-status\r\n\r\nAction: failed';
    const mail = await read(
      HEAD + multipart('report; report-type=delivery-status', '\r\nIt failed.', status),
    );
    expect([mail.type, mail.text, names(mail)]).toEqual([
      'multipart/report',
      'It failed.',
      ['attachment-1.txt message/delivery-status'],
    ]);
  });
});
