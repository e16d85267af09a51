/** The recorder looks this many up. */
const MOST = 5;
/** Longer ids are none of ours, and nobody threads by them. */
const LONGEST = 500;

/** Message ids in angle brackets, without them. */
const ID = /<([^<>\s]{1,998})>/g;

/**
 * Ids of the messages that a mail answers, the nearest first: In-Reply-To, then References from its end, which is where
 * mail programs put the newest. Of a long thread the nearest, and the one that began it.
 */
export function referencesOf(inReplyTo: readonly string[], references: readonly string[]): string[] {
  const nearest = [...inReplyTo.flatMap(idsIn), ...references.flatMap(idsIn).reverse()];
  const ids = [...new Set(nearest)].filter((id) => id.length <= LONGEST);
  return ids.length <= MOST ? ids : [...ids.slice(0, MOST - 1), ...ids.slice(-1)];
}

/** The id in a Message-ID header; undefined when there is none. Some programs leave the brackets out. */
export function messageIdIn(header: string | undefined): string | undefined {
  const [first] = idsIn(header ?? '');
  const bare = header?.trim() ?? '';
  return first ?? (/^[^\s<>]{1,998}$/.test(bare) ? bare : undefined);
}

function idsIn(header: string): string[] {
  return [...header.matchAll(ID)].flatMap(([, id]) => id ?? []);
}
