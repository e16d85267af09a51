import { type Attributes, UNSEEN, walkHtml } from './walk-html.ts';

/** Elements that begin and end a line of their own. */
const BLOCKS = new Set(
  'address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Of those, the ones with space around them. */
const SPACED = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote', 'table', 'pre']);

/** Characters of text made; a multiple of what is kept, for quotations lie between. */
const LIMIT = 60_000;

/** What an element says about the text in it. */
type Mark = 'quoted' | 'unseen' | 'pre';

export interface TextOfHtml {
  readonly text: string;
  readonly cutShort: boolean;
}

/**
 * HTML as the text a reader sees. Quotations get the `>` that they have in plain mail, those of Gmail, Outlook, Yahoo,
 * Proton, Thunderbird and Apple included, and signatures their dashes: so both kinds of mail are folded by one rule.
 */
export function textOfHtml(html: string): TextOfHtml {
  const page = new Page();
  // Of the elements that are open, the page itself first.
  const marks: (Mark | undefined)[] = [undefined];
  const isComplete = walkHtml(html, {
    open(tag, attributes) {
      const mark = page.isUnseen ? undefined : markOf(tag, attributes);
      if (!page.isUnseen && quotesTheRest(attributes) && marks.at(-1) === undefined) {
        marks[marks.length - 1] = 'quoted';
        page.enter('quoted');
      }
      if (mark) page.enter(mark);
      marks.push(mark);
      if (page.isUnseen) return;
      if (isSignature(attributes)) page.line('-- ');
      if (tag === 'br') page.breakLine();
      else if (BLOCKS.has(tag)) page.endLine(SPACED.has(tag));
      if (tag === 'li') page.add('- ');
      if (tag === 'td' || tag === 'th') page.add(' ');
    },
    text: (text) => page.add(text),
    close(tag) {
      const mark = marks.pop();
      if (mark) page.leave(mark);
      if (!page.isUnseen && BLOCKS.has(tag)) page.endLine(SPACED.has(tag));
    },
  });
  return { text: page.text(), cutShort: !isComplete || page.isFull };
}

function markOf(tag: string, { class: classes = '', style = '' }: Attributes): Mark | undefined {
  if (UNSEEN.has(tag)) return 'unseen';
  // Gmail indents by a quotation without its line at the side.
  if (tag === 'blockquote') return /border:\s*none/i.test(style.slice(0, 500)) ? undefined : 'quoted';
  if (/\b(?:gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote)\b/.test(classes)) return 'quoted';
  return tag === 'pre' ? 'pre' : undefined;
}

/** Outlook puts no element around what it quotes: it is this one and whatever follows within the same element. */
function quotesTheRest({ id = '' }: Attributes): boolean {
  return /^(?:x_)*(?:divRplyFwdMsg|appendonsend)$/.test(id);
}

function isSignature({ class: classes = '', id = '' }: Attributes): boolean {
  return (
    /\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b/.test(classes) ||
    /^(?:x_)?(?:Signature|ms-outlook-mobile-signature)$/.test(id)
  );
}

/** Lines of text in the making. */
class Page {
  readonly #lines: string[] = [];
  readonly #depth: Record<Mark, number> = { quoted: 0, unseen: 0, pre: 0 };
  #line = '';
  #endsInSpace = true;
  #blank = true;
  #length = 0;

  get isUnseen(): boolean {
    return this.#depth.unseen > 0;
  }

  get isFull(): boolean {
    return this.#length + this.#line.length >= LIMIT;
  }

  enter(mark: Mark): void {
    if (mark === 'quoted') this.endLine(true);
    this.#depth[mark] += 1;
  }

  leave(mark: Mark): void {
    if (mark === 'quoted') this.endLine(false);
    this.#depth[mark] -= 1;
  }

  add(text: string): void {
    if (this.isUnseen || this.isFull || text === '') return;
    if (this.#depth.pre > 0) return this.#addLines(text.split(/\r?\n/));
    const flat = text.replace(/[ \t\r\n\f]+/g, ' ');
    // What the line ends in is remembered: looking at a line in the making would copy it each time.
    this.#line += this.#endsInSpace && flat.startsWith(' ') ? flat.slice(1) : flat;
    this.#endsInSpace = flat.endsWith(' ');
  }

  #addLines(lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.breakLine();
      this.#line += line;
    }
    this.#endsInSpace = false;
  }

  line(text: string): void {
    this.endLine(false);
    this.#line = text;
    this.breakLine();
  }

  /** Ends the line, and leaves a blank one where that is wanted and none is there. */
  endLine(isSpaced: boolean): void {
    if (this.#line.trim() !== '') this.breakLine();
    this.#line = '';
    this.#endsInSpace = true;
    if (isSpaced && !this.#blank) this.breakLine();
  }

  breakLine(): void {
    this.#endsInSpace = true;
    if (this.#length >= LIMIT) return;
    const text = this.#line.replaceAll('\u00a0', ' ').trimEnd();
    // Signature dashes keep their space: it is what tells them from a line drawn by hand.
    const line = this.#line === '-- ' ? '-- ' : text;
    this.#lines.push(
      this.#depth.quoted > 0 ? `${'>'.repeat(Math.min(this.#depth.quoted, 5))} ${line}`.trimEnd() : line,
    );
    this.#length += line.length + 1;
    this.#blank = text === '';
    this.#line = '';
  }

  text(): string {
    this.endLine(false);
    return this.#lines.join('\n').trim();
  }
}
