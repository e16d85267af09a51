import { foldQuotes } from '../../shared/domain/mail/fold.ts';
import { messageIdIn, referencesOf } from '../../shared/domain/mail/references.ts';
import { sentAt } from '../../shared/domain/mail/sent-at.ts';
import { bytesOfFile } from '../../shared/mail/mail-file.ts';
import { readMail } from '../../shared/mail/read-mail.ts';
import { safeHtml } from '../../shared/mail/safe-html.ts';
import { canonicalMailbox, readSender } from '../../shared/mail/sender.ts';
import { type Dice, diceOf } from './mutated-tokens.ts';

/** What generated inputs are made of: whatever means something in a mail. */
const PIECES = [
  'From: Jo <jo@example.com>\r\n',
  'From: ',
  'Subject: ',
  '=?utf-8?B?0J/RgA==?=',
  '=?',
  '?=',
  '<',
  '>',
  '@',
  '"',
  '(',
  ')',
  ',',
  ':',
  ';',
  '\\',
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  ' ',
  '\t',
  '\0',
  '\xff',
  '\xef\xbb\xbf',
  '\xd8\x00',
  'a',
  'é',
  '.',
  '--',
  '--b\r\n',
  '--b--',
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Type: multipart/alternative; boundary="b"\r\n',
  'Content-Type: text/html\r\n',
  'Content-Type: text/plain; charset=',
  'utf-16',
  'koi8-r',
  'iso-2022-jp',
  '; format=flowed',
  '; name=',
  "; filename*0*=utf-8''%41",
  'Content-Type: message/rfc822\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-Disposition: attachment',
  'Content-ID: <a@b>\r\n',
  'Message-ID: <a@b>\r\n',
  'References: <a@b> <c@d>\r\n',
  'Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n',
  'QUJD',
  '=3D',
  '=\r\n',
  '=',
  '<p>',
  '</p>',
  '<b',
  '<img src=cid:a@b>',
  '<a href=',
  'javascript:x',
  '<script>',
  '</script>',
  '<blockquote>',
  '<!--',
  '-->',
  '&amp;',
  '&#0;',
  '<div id=appendonsend>',
  '> ',
  'On 22 Nov 2026 12:00 x wrote:',
  '-- ',
  'Sent from my iPhone',
  '-----Original Message-----',
  '________',
] as const;

const VALID =
  'From: Jo <jo@example.com>\r\nTo: us@example.org\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\nMessage-ID: <a@b>\r\n' +
  'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello <img src="cid:i@x"></p>' +
  '<blockquote>x</blockquote>\r\n--b\r\nContent-Type: image/png; name="a.png"\r\nContent-ID: <i@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b--\r\n';

export interface Survival {
  readonly count: number;
  readonly mails: number;
  readonly rejected: number;
  /** Milliseconds of the slowest. */
  readonly slowest: number;
}

/**
 * Gives that many inputs to every parser and normaliser of mail.
 *
 * @throws Error naming the input, when one ends in neither a mail nor a sentence
 */
export async function surviveMails(count: number, seed: number): Promise<Survival> {
  const dice = diceOf(seed);
  let mails = 0;
  let slowest = 0;
  for (let index = 0; index < count; index += 1) {
    const input = dice(2) === 0 ? mutant(dice) : pile(dice);
    const start = performance.now();
    try {
      if (await isSound(input)) mails += 1;
    } catch (cause) {
      throw new Error(`Input ${index} of seed ${seed}: ${JSON.stringify(input)}`, { cause });
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  return { count, mails, rejected: count - mails, slowest };
}

const pick = (dice: Dice, all: readonly string[]): string => all[dice(all.length)] ?? '';

function pile(dice: Dice): string {
  return Array.from({ length: dice(40) }, () => pick(dice, PIECES)).join('');
}

/** A mail that would be read, with some of it lost, doubled, or written over. */
function mutant(dice: Dice): string {
  let mail = VALID;
  for (let changes = 1 + dice(8); changes > 0; changes -= 1) {
    const at = dice(mail.length);
    const length = dice(3) === 0 ? dice(60) : dice(3);
    const instead = dice(3) === 0 ? mail.slice(at, at + length).repeat(2) : pick(dice, PIECES);
    mail = mail.slice(0, at) + instead + mail.slice(at + length);
  }
  return mail;
}

/** Whether it is a mail; throws when what came out of it is not as promised. */
async function isSound(input: string): Promise<boolean> {
  const bytes = Buffer.from(input, 'latin1');
  const line = input.slice(0, 100);
  for (const address of [canonicalMailbox(line), readSender([line]).address]) {
    if (address !== undefined && canonicalMailbox(address) !== address)
      throw new Error('The address changes again.');
  }
  const { text, folded = '' } = foldQuotes(input);
  if (text.length + folded.length > input.length + 1) throw new Error('Folding adds something.');
  if (referencesOf([input], [line]).length > 5) throw new Error('There are too many references.');
  if (messageIdIn(line)?.match(/[\s<>]/)) throw new Error('That is no id.');
  if (Number.isNaN(Date.parse(sentAt(line, '2026-11-22T12:00:00.000Z')))) throw new Error('That is no time.');
  const mail = await readMail(bytes);
  if (mail.kind === 'rejected') {
    if (!/^The mail .*\.$|^The header .*\.$/.test(mail.because)) throw new Error('That is no sentence.');
    return false;
  }
  for (const file of mail.files) bytesOfFile(bytes, file);
  const all = [mail.text, mail.subject, mail.folded ?? '', ...mail.files.map(({ name }) => name)];
  if (all.some((each) => !each.isWellFormed() || each.includes('\0')))
    throw new Error('A text is not clean.');
  if (
    /<(?:script|style|iframe|svg)/i.test(safeHtml(mail.html ?? '', { imageOf: () => ({ key: 'k' }) }).html)
  ) {
    throw new Error('The HTML is not safe.');
  }
  return true;
}
