/** How a part's bytes travel; whatever else a mail names is taken as they are. */
export type TransferEncoding = 'base64' | 'quoted-printable' | 'as-is';

export function transferEncodingOf(value: string | undefined): TransferEncoding {
  const word = /[\w-]+/.exec((value ?? '').slice(0, 200).replace(/\([^()]*\)/g, ''))?.[0].toLowerCase();
  return word === 'base64' || word === 'quoted-printable' ? word : 'as-is';
}

/** The bytes that were meant. Rubbish between them is passed over, never refused. */
export function decodeTransfer(bytes: Buffer, encoding: TransferEncoding): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(bytes);
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    case 'as-is':
      return bytes;
  }
}

const PAD = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** Values of hexadecimal digits by character; 16 for what is none. */
const NIBBLES = new Uint8Array(256).fill(16);
for (const [value, digit] of [...'0123456789ABCDEF'].entries()) {
  NIBBLES[digit.charCodeAt(0)] = value;
  NIBBLES[digit.toLowerCase().charCodeAt(0)] = value;
}

/** Six bits by character; 64 for what is none of the alphabet. */
const SIXES = new Uint8Array(256).fill(64);
for (const [value, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  SIXES[character.charCodeAt(0)] = value;
}

/** Node's own is fast, but stops at the first pad. */
function decodeBase64(bytes: Buffer): Buffer {
  const pad = bytes.indexOf(PAD);
  return pad < 0 || isEnd(bytes.subarray(pad))
    ? Buffer.from(bytes.toString('latin1'), 'base64')
    : decodePieces(bytes);
}

/** At most two pads, and a few line ends. */
function isEnd(rest: Buffer): boolean {
  return rest.length < 16 && rest.every((byte) => byte === PAD || byte <= 0x20);
}

/** A pad ends a piece that was encoded by itself; more may follow, as in mail that pads every line. */
function decodePieces(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(Math.ceil(bytes.length / 4) * 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const six = SIXES[byte] ?? 64;
    if (six < 64) {
      held = (held << 6) | six;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        decoded[length++] = (held >> bits) & 0xff;
      }
    } else if (byte === PAD) {
      bits = 0;
    }
  }
  return decoded.subarray(0, length);
}

function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    at += 1;
    if (byte !== PAD) {
      decoded[length++] = byte;
      continue;
    }
    const high = NIBBLES[bytes[at] ?? 0] ?? 16;
    const low = NIBBLES[bytes[at + 1] ?? 0] ?? 16;
    if (high < 16 && low < 16) {
      decoded[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    const soft = (bytes[at] ?? LF) <= 0x20 ? softBreak(bytes, at) : 0;
    if (soft > 0) at = soft;
    else decoded[length++] = PAD;
  }
  return decoded.subarray(0, length);
}

/** Offset behind a line break that the encoding put in; 0 when there is none. White space may have been added to it. */
function softBreak(bytes: Buffer, from: number): number {
  let at = from;
  while (at < from + 20 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1;
  if (bytes[at] === CR) at += 1;
  if (bytes[at] === LF) return at + 1;
  return at >= bytes.length || bytes[at - 1] === CR ? at : 0;
}
