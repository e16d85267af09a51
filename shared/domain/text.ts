/** Longest text kept with an interaction, in UTF-16 units; the archive keeps the whole. */
export const TEXT_LIMIT = 10_000;

export interface CleanText {
  readonly text: string;
  readonly shortened: boolean;
}

/**
 * A customer's text as it is kept: NULs and other C0 controls removed (they break terminals, CSV files and some
 * stores), tab and line ends kept, halves of surrogate pairs replaced. Right-to-left marks stay: Arabic and Hebrew
 * need them. Cleaning a cleaned text changes nothing.
 */
export function cleanText(raw: string, limit: number = TEXT_LIMIT): CleanText {
  const text = raw
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .toWellFormed();
  if (text.length <= limit) return { text, shortened: false };
  return { text: withoutHalfPair(text.slice(0, limit)), shortened: true };
}

/** A cut between the halves of a pair would leave half a character. */
function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return isHighSurrogate ? text.slice(0, -1) : text;
}

/** Lower case, compatibility forms folded, punctuation, symbols and marks of direction gone, single spaces. */
export function words(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Cf}\p{Cc}\p{M}\p{Zs}]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '');
}
