/** A mail that is quoted below the answer to it. */
export interface Quoted {
  readonly sender: string;
  /** ISO time. */
  readonly at: string;
  readonly text: string;
}

export interface MailBody {
  readonly text: string;
  readonly html: string;
}

/** Characters of a quoted mail; who wants all of it has it. */
const QUOTED = 5000;

/** The same words as plain text and as HTML, with what they answer quoted below. */
export function composeBody(text: string, quoted?: Quoted): MailBody {
  const body = normalised(text);
  if (!quoted) return { text: `${body}\n`, html: page(paragraphs(body)) };
  // In figures: whoever reads it needs no language for them.
  const above = `${quoted.at.slice(0, 10)} ${quoted.at.slice(11, 16)} UTC, ${oneLine(quoted.sender)}:`;
  const original = shortened(normalised(quoted.text));
  return {
    text: `${body}\n\n${above}\n${original.replace(/^/gm, '> ').replace(/^> $/gm, '>')}\n`,
    html: page(`${paragraphs(body)}<p>${linked(above)}</p><blockquote>${paragraphs(original)}</blockquote>`),
  };
}

function normalised(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim();
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();
}

function shortened(text: string): string {
  if (text.length <= QUOTED) return text;
  // Half of a character that takes two units is none.
  return `${text.slice(0, QUOTED).replace(/[\ud800-\udbff]$/, '')} […]`;
}

function page(body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`;
}

/** Blank lines part paragraphs. */
function paragraphs(text: string): string {
  return text
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => `<p>${linked(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** Web addresses, without the full stop or bracket that ends the sentence around them. */
const ADDRESS = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/gi;

function linked(text: string): string {
  let html = '';
  let after = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html += `${escaped(text.slice(after, index))}<a href="${escaped(address)}">${escaped(address)}</a>`;
    after = index + address.length;
  }
  return html + escaped(text.slice(after));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
