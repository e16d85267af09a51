import { type Attributes, UNSEEN, walkHtml } from './walk-html.ts';

/** An image that came with a mail. */
export interface MailImage {
  /** It is stored under. */
  readonly key: string;
  /** An address that holds all of it, where it can be drawn safely. */
  readonly data?: string | undefined;
}

export interface SafeHtmlOptions {
  /** The image with this Content-ID, or undefined when there is none. */
  readonly imageOf: (contentId: string) => MailImage | undefined;
}

export interface SafeHtml {
  readonly html: string;
  readonly cutShort: boolean;
}

/** Elements that may stand in the result, with the attributes of their own. All others go, and what they hold stays. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'abbr b big blockquote caption center cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 i ins kbd li mark p pre q s samp small span strike strong sub sup table tbody tfoot thead tr tt u ul var'
      .split(' ')
      .map((tag) => [tag, []]),
  ),
  a: [],
  br: [],
  hr: [],
  img: [],
  col: ['span'],
  colgroup: ['span'],
  ol: ['start'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
};
const WITHOUT_CONTENT = new Set(['br', 'hr', 'img', 'col']);

/** The only declarations of a style that stay, each with the values it may have. */
const STYLES: Readonly<Record<string, RegExp>> = {
  color: /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\([\d\s.,%]{5,40}\))$/i,
  'font-style': /^(?:italic|normal)$/i,
  'font-weight': /^(?:bold|bolder|normal|[1-9]00)$/i,
  'text-align': /^(?:left|right|center|justify|start|end)$/i,
  'text-decoration': /^(?:underline|line-through|none)$/i,
  'white-space': /^(?:pre|pre-wrap|normal)$/i,
};

/** Characters; what is longer ends there, properly closed. */
const LIMIT = 1_000_000;
/** Characters of images beside that; the same image may stand in a mail many times. */
const IMAGE_LIMIT = 1_500_000;
/** Of a text, escaped at a time: it may become six times as long. */
const PIECE = 10_000;

/** Loads nothing and runs nothing, even where somebody opens it by itself. */
const HEAD =
  '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src \'unsafe-inline\'"></head><body>';
const TAIL = '</body></html>';

/**
 * HTML that can be shown to an agent. It is written anew from what was understood: known elements, known attributes with
 * checked values, and text. No script, form, frame, class or id survives, for nothing copies them. Images of the mail
 * itself keep their place, by the key they are stored under and, if they are small pictures, as what they are; others
 * become links, so that opening a mail loads nothing and tells its sender nothing.
 */
export function safeHtml(html: string, { imageOf }: SafeHtmlOptions): SafeHtml {
  const pieces: string[] = [HEAD];
  /** What was written for each element the parser has open; '' for those that were not. */
  const open: string[] = [];
  let length = HEAD.length;
  let drawn = 0;
  let unseen = 0;
  let links = 0;
  const write = (piece: string): void => {
    if (length > LIMIT) return;
    length += piece.length;
    pieces.push(piece);
  };
  /** The image, without what it looks like where that would be too much. */
  const drawable = (contentId: string): MailImage | undefined => {
    const image = imageOf(contentId);
    if (image?.data === undefined || length > LIMIT) return image;
    if (drawn + image.data.length > IMAGE_LIMIT) return { key: image.key };
    drawn += image.data.length;
    // It has a limit of its own.
    length -= image.data.length;
    return image;
  };
  const isComplete = walkHtml(html, {
    open(tag, attributes) {
      if (UNSEEN.has(tag)) unseen += 1;
      const isWritten = unseen === 0 && length <= LIMIT && Object.hasOwn(ELEMENTS, tag);
      open.push(isWritten && !WITHOUT_CONTENT.has(tag) ? tag : '');
      if (!isWritten) return;
      if (tag === 'img') write(imageFor(attributes, { imageOf: drawable, isInLink: links > 0 }));
      else write(`<${tag}${attributesFor(tag, attributes)}>`);
      if (tag === 'a') links += 1;
    },
    text(text) {
      if (unseen > 0) return;
      for (let at = 0; at < text.length && length <= LIMIT; at += PIECE)
        write(escaped(text.slice(at, at + PIECE)));
    },
    close(tag) {
      if (UNSEEN.has(tag)) unseen -= 1;
      const written = open.pop();
      if (written) {
        // Also beyond the limit: what is open must be closed.
        pieces.push(`</${written}>`);
        if (written === 'a') links -= 1;
      }
    },
  });
  // A walk that was left has closed nothing.
  for (const tag of open.toReversed()) if (tag !== '') pieces.push(`</${tag}>`);
  pieces.push(TAIL);
  // Pieces may have parted the halves of a character; what is still alone in the whole came so.
  return { html: pieces.join('').toWellFormed(), cutShort: !isComplete || length > LIMIT };
}

function attributesFor(tag: string, attributes: Attributes): string {
  const kept = (ELEMENTS[tag] ?? [])
    .filter((name) => /^\d{1,3}$/.test(attributes[name] ?? ''))
    .map((name) => ` ${name}="${attributes[name]}"`);
  const { title, dir = '', style } = attributes;
  if (title !== undefined) kept.push(` title="${escaped(title.slice(0, 200))}"`);
  if (/^(?:ltr|rtl|auto)$/i.test(dir)) kept.push(` dir="${dir.toLowerCase()}"`);
  const styles = safeStyle(style ?? '');
  if (styles !== '') kept.push(` style="${styles}"`);
  if (tag === 'a') kept.push(linkTo(attributes.href));
  return kept.join('');
}

function safeStyle(style: string): string {
  return style
    .slice(0, 2_000)
    .split(';')
    .flatMap((declaration) => {
      const [name = '', value = ''] = declaration.split(/:(.*)/s).map((part) => part.trim());
      const property = name.toLowerCase();
      const isKept = Object.hasOwn(STYLES, property) && STYLES[property]?.test(value);
      return isKept ? [`${property}:${value.toLowerCase()}`] : [];
    })
    .join(';');
}

function linkTo(href: string | undefined): string {
  const url = safeUrl(href);
  return url === undefined
    ? ''
    : ` href="${escaped(url)}" target="_blank" rel="noopener noreferrer nofollow"`;
}

/** Of http, https and mailto only, as a browser would read it. */
function safeUrl(href: string | undefined): string | undefined {
  const url = URL.parse((href ?? '').slice(0, 2_000).trim());
  return url && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

function imageFor(
  { src = '', alt = '', width, height }: Attributes,
  { imageOf, isInLink }: SafeHtmlOptions & { readonly isInLink: boolean },
): string {
  const name = escaped(alt.slice(0, 200).trim());
  if (/^cid:/i.test(src)) {
    const image = imageOf(src.slice(4, 1_000));
    if (image) return `<img data-attachment="${escaped(image.key)}"${drawing(image, width)} alt="${name}">`;
  }
  // Pixels that only report that a mail was read.
  if (isTiny(width) || isTiny(height)) return '';
  const label = name === '' ? '[image]' : `[image: ${name}]`;
  const url = /^https?:/i.test(src.trim()) ? safeUrl(src) : undefined;
  return url === undefined || isInLink ? label : `<a data-image="remote"${linkTo(url)}>${label}</a>`;
}

/** As wide as it was meant, if that fits any screen: pictures are often far larger. */
function drawing({ data }: MailImage, width: string | undefined): string {
  if (data === undefined || !/^data:image\/[a-z]+;base64,[A-Za-z0-9+/=]*$/.test(data)) return '';
  const wide = /^\s*(\d{1,3})(?:px)?\s*$/.exec(width ?? '')?.[1];
  return ` src="${data}"${wide === undefined ? '' : ` width="${wide}"`}`;
}

function isTiny(size: string | undefined): boolean {
  return /^\s*[01](?:px)?\s*$/.test(size ?? '');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text or the value of an attribute. Controls have no place in either. */
function escaped(text: string): string {
  return text.replace(CONTROLS_AND_MARKUP, (character) => ESCAPES[character] ?? '');
}

const CONTROLS_AND_MARKUP = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
