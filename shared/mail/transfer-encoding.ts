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

/** Pads within are the ends of pieces that were encoded apart; Node would stop at the first. */
function decodeBase64(bytes: Buffer): Buffer {
  const pad = bytes.indexOf(PAD);
  if (pad < 0 || onlyPads(bytes, pad)) return Buffer.from(bytes.toString('latin1'), 'base64');
  const pieces = bytes.toString('latin1').split(/=+/, MOST_PIECES);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
}

/** Mail that pads each line of 76 characters has fewer up to 7 MB; more is crafted, and its rest is left out. */
const MOST_PIECES = 100_000;

/** Nothing but pads and white space follows. */
function onlyPads(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== PAD && byte > 0x20) return false;
  }
  return true;
}

function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const next = bytes.indexOf(PAD, at);
    const stop = next < 0 ? bytes.length : next;
    if (stop > at) {
      bytes.copy(decoded, length, at, stop);
      length += stop - at;
    }
    if (next < 0) break;
    const high = nibble(bytes[next + 1]);
    const low = nibble(bytes[next + 2]);
    const soft = softBreak(bytes, next + 1);
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low;
      at = next + 3;
    } else if (soft > 0) {
      at = soft;
    } else {
      decoded[length++] = PAD;
      at = next + 1;
    }
  }
  return decoded.subarray(0, length);
}

/** Offset behind a line break that the encoding put in; 0 when there is none. White space may have been added to it. */
function softBreak(bytes: Buffer, from: number): number {
  let at = from;
  while (at < from + 80 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1;
  if (bytes[at] === CR) at += 1;
  if (bytes[at] === LF) return at + 1;
  return at >= bytes.length || bytes[at - 1] === CR ? at : 0;
}

function nibble(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
