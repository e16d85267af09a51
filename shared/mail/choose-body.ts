import { firstValue } from './header.ts';
import type { Part } from './part-tree.ts';

/** One stretch of what a person reads: the same in plain text, in HTML, or in both. */
export interface Stretch {
  readonly plain: readonly Part[];
  readonly html: readonly Part[];
}

export interface Body {
  readonly stretches: readonly Stretch[];
  /** Everything else, in the order of the mail. */
  readonly files: readonly Part[];
}

/** Text parts read as text; more of them are files. */
const MOST_TEXTS = 20;

/**
 * Sorts the parts of a mail into what is read and what is attached. Of alternatives the plain text is the first that has
 * one, the HTML the last, as their order means (RFC 2046); a text that says it is a file stays one.
 */
export function chooseBody(root: Part): Body {
  const files: Part[] = [];
  let texts = 0;

  function stretchesOf(part: Part): Stretch[] {
    if (part.type === 'multipart/alternative') return alternatives(part.children.map(stretchesOf));
    if (part.children.length > 0) return part.children.flatMap(stretchesOf);
    const isText = isReadable(part, root);
    if (isText) texts += 1;
    if (!isText || texts > MOST_TEXTS) {
      files.push(part);
      return [];
    }
    return [part.type === 'text/html' ? { plain: [], html: [part] } : { plain: [part], html: [] }];
  }

  return { stretches: stretchesOf(root), files };
}

function alternatives(choices: readonly (readonly Stretch[])[]): Stretch[] {
  const plain =
    choices.map((each) => each.flatMap((stretch) => stretch.plain)).find((each) => each.length > 0) ?? [];
  const html =
    choices.map((each) => each.flatMap((stretch) => stretch.html)).findLast((each) => each.length > 0) ?? [];
  return plain.length + html.length > 0 ? [{ plain, html }] : [];
}

function isReadable(part: Part, root: Part): boolean {
  // A mail that is nothing but a text of an unknown kind is read.
  const isText =
    part.type === 'text/plain' ||
    part.type === 'text/html' ||
    (part === root && part.type.startsWith('text/'));
  const disposition = firstValue(part.fields, 'content-disposition')?.slice(0, 2_000) ?? '';
  const isFile = /^\s*attachment/i.test(disposition) || /;\s*filename\*?/i.test(disposition) || part.hasName;
  return isText && (!isFile || (part === root && !/^\s*attachment/i.test(disposition)));
}
