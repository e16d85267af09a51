import type { Stretch } from './choose-body.ts';
import { decodeText } from './decode-text.ts';
import { textOfHtml } from './html-text.ts';
import type { Part } from './part-tree.ts';

export interface ReadBody {
  readonly text: string;
  /** The whole body as HTML, if any of it is; nobody has made it safe yet. */
  readonly html?: string;
  readonly cutShort: boolean;
}

/** Bytes as they travel that are read of all texts of a mail: together far below 2 MB. */
const LIMITS = { plain: 256 * 1024, html: 400 * 1024 };

/** The texts of a mail one after another. Plain text goes before HTML where a mail has both. */
export async function readBody(bytes: Buffer, stretches: readonly Stretch[]): Promise<ReadBody> {
  const left = { ...LIMITS };
  let cutShort = false;

  async function decoded(parts: readonly Part[], kind: keyof typeof LIMITS): Promise<string> {
    const texts: string[] = [];
    for (const part of parts) {
      const read = await decodeText(bytes, part, left[kind]);
      left[kind] = Math.max(0, left[kind] - (part.end - part.start));
      cutShort ||= read.cutShort;
      texts.push(read.text);
    }
    return texts.join('\n');
  }

  const texts: string[] = [];
  const pages: string[] = [];
  for (const stretch of stretches) {
    const plain = await decoded(stretch.plain, 'plain');
    const html = await decoded(stretch.html, 'html');
    const fromHtml = plain.trim() === '' && html !== '' ? textOfHtml(html) : undefined;
    cutShort ||= fromHtml?.cutShort ?? false;
    texts.push((fromHtml?.text ?? plain).trimEnd());
    pages.push(html === '' ? asHtml(plain) : html);
  }
  const hasHtml = stretches.some(({ html }) => html.length > 0);
  return { text: texts.join('\n\n'), ...(hasHtml && { html: pages.join('<hr>') }), cutShort };
}

function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<div style="white-space:pre-wrap">${escaped}</div>`;
}
