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
  let open = 0;
  let tags = 0;
  /** The parser tells text in pieces as small as a character. */
  let text = '';
  const isTooMuch = (): boolean => open > MOST_OPEN || tags > MOST_TAGS;
  const flush = (): void => {
    if (text !== '' && !isTooMuch()) visitor.text(text);
    text = '';
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      flush();
      tags += 1;
      open += 1;
      if (!isTooMuch()) visitor.open(tag, attributes);
    },
    ontext(piece) {
      text += piece;
    },
    onclosetag(tag) {
      flush();
      if (!isTooMuch()) visitor.close(tag);
      open -= 1;
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
