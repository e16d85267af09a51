/** The basic alphabet of GSM 03.38, and what it writes with an escape before. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPED = '^{}\\[~]|€';

/** How many parts a text message is sent and charged in. */
export function smsSegments(text: string): number {
  const letters = [...text];
  if (letters.every((letter) => BASIC.includes(letter) || ESCAPED.includes(letter))) {
    const length = letters.reduce((sum, letter) => sum + (ESCAPED.includes(letter) ? 2 : 1), 0);
    return length <= 160 ? 1 : Math.ceil(length / 153);
  }
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}
