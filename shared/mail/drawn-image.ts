/** Larger ones stay files beside the mail. */
const LARGEST_BYTES = 300_000;

/** Pictures made of points, by how their bytes begin: nothing in them runs or loads anything. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];

/** A picture as an address that holds all of it, whatever its sender calls it; undefined for what is no small picture. */
export function drawnImage(content: Buffer): string | undefined {
  if (content.length > LARGEST_BYTES) return undefined;
  const start = content.toString('latin1', 0, 16);
  const type = KINDS.find(([, pattern]) => pattern.test(start))?.[0];
  return type && `data:${type};base64,${content.toString('base64')}`;
}
