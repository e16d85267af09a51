/** GSM 03.38: one septet each, save those of the extension table, which take two. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '\f^{}\\[~]|€';

export interface Segments {
  readonly encoding: 'GSM' | 'Unicode';
  /** Parts billed: 160 septets in one or 153 in each of several; 70 or 67 UTF-16 units in Unicode. */
  readonly parts: number;
}

/** How a text travels. Source: End User Messaging SMS guide, "SMS character limits". */
export function segmentsOf(text: string): Segments {
  let septets = 0;
  for (const character of text) {
    if (BASIC.includes(character)) septets += 1;
    else if (EXTENDED.includes(character)) septets += 2;
    else return { encoding: 'Unicode', parts: partsOf(text.length, 70, 67) };
  }
  return { encoding: 'GSM', parts: partsOf(septets, 160, 153) };
}

const partsOf = (length: number, single: number, each: number): number =>
  length <= single ? 1 : Math.ceil(length / each);
