const cache = new Map<string, RegExp>();

/** Matches IAM's `*` (any characters) and `?` (one). Patterns are few and compiled once. */
export function matchesWildcard(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  // Most patterns are plain: comparing is many times cheaper, and every call is asked about dozens of them.
  if (!pattern.includes('*') && !pattern.includes('?')) {
    if (pattern.length !== text.length) return false;
    return pattern === text || (ignoreCase && pattern.toLowerCase() === text.toLowerCase());
  }
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`;
  let compiled = cache.get(key);
  if (compiled === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    compiled = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    cache.set(key, compiled);
  }
  return compiled.test(text);
}

/** ARNs match part by part, as `ArnLike` demands: a `*` does not reach over the first five colons. */
export function matchesArn(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const patterns = pattern.split(':');
  const texts = text.split(':');
  if (patterns.length < 6 || texts.length < 6) return false;
  const last = (parts: readonly string[]) => parts.slice(5).join(':');
  return (
    patterns.slice(0, 5).every((part, index) => matchesWildcard(part, texts[index] ?? '')) &&
    matchesWildcard(last(patterns), last(texts))
  );
}
