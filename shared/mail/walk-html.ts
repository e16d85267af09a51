import { Parser } from 'htmlparser2';

export type Attributes = Readonly<Record<string, string>>;

export interface HtmlVisitor {
  open(tag: string, attributes: Attributes): void;
  /** Every element that was opened, those without content included. */
  close(tag: string): void;
  text(text: string): void;
}

/** Elements within elements. The parser looks through all open ones at each closing tag. */
const MOST_OPEN = 300;
/** Opening tags; what people write has a hundredth of it. */
const MOST_TAGS = 10_000;
/** Characters given to the parser at a time, so that it can be left in between. */
const PIECE = 4_096;

/**
 * Goes through HTML as it stands, without building a document.
 *
 * @returns whether all of it was gone through: crafted HTML is left where it becomes expensive
 */
export function walkHtml(html: string, visitor: HtmlVisitor): boolean {
  /** What the parser has open. */
  const open: OpenElement[] = [];
  let tags = 0;
  /** The parser tells text in pieces as small as a character. */
  let text = '';
  const isTooMuch = (): boolean => open.length > MOST_OPEN || tags > MOST_TAGS;
  /** Ends elements that a browser ends here; the parser ends them later. */
  const end = (from: number | undefined): void => {
    if (from === undefined || isTooMuch()) return;
    for (const element of open.slice(from).toReversed()) {
      if (!element.isEnded) visitor.close(element.tag);
      element.isEnded = true;
    }
  };
  const flush = (): void => {
    if (text.trim() !== '' && open.at(-1)?.tag === 'head') end(open.length - 1);
    if (text !== '' && !isTooMuch()) visitor.text(text);
    text = '';
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      flush();
      end(endedBy(tag, attributes, open));
      tags += 1;
      open.push({ tag, isEnded: false });
      if (!isTooMuch()) visitor.open(tag, attributes);
    },
    ontext(piece) {
      text += piece;
    },
    onclosetag(tag) {
      flush();
      if (!isTooMuch() && !open.at(-1)?.isEnded) visitor.close(tag);
      open.pop();
    },
  });
  for (let at = 0; at < html.length; at += PIECE) {
    parser.write(html.slice(at, at + PIECE));
    if (isTooMuch()) return false;
  }
  parser.end();
  flush();
  return true;
}

interface OpenElement {
  readonly tag: string;
  /** Told as closed, though the parser has it open. */
  isEnded: boolean;
}

/** What may stand in a head; anything else begins the body. */
const OF_HEAD = new Set(
  'base basefont bgsound link meta noframes noscript script style template title'.split(' '),
);
/** What ends a drawing or a formula that nobody has closed (HTML standard, "in foreign content"). */
const NOT_DRAWN = new Set(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var'.split(
    ' ',
  ),
);

/** From where on a browser ends the open elements because this one begins. */
function endedBy(tag: string, attributes: Attributes, open: readonly OpenElement[]): number | undefined {
  if (open.at(-1)?.tag === 'head') return OF_HEAD.has(tag) ? undefined : open.length - 1;
  const isNotDrawn =
    NOT_DRAWN.has(tag) ||
    (tag === 'font' && ['color', 'face', 'size'].some((name) => Object.hasOwn(attributes, name)));
  if (!isNotDrawn) return undefined;
  const drawing = open.findIndex(
    ({ tag: outer, isEnded }) => !isEnded && (outer === 'svg' || outer === 'math'),
  );
  if (drawing < 0) return undefined;
  // What describes or runs within a drawing is seen nowhere.
  const isHidden = open.slice(drawing + 1).some(({ tag: inner }) => inner === 'desc' || UNSEEN.has(inner));
  return isHidden ? undefined : drawing;
}

/** Elements whose content nobody sees: it is code, or stands for another document. */
export const UNSEEN: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'head',
  'template',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'frameset',
  'object',
  'applet',
  'svg',
  'math',
  'audio',
  'video',
  'canvas',
  'select',
  'textarea',
  'xmp',
  'plaintext',
]);
