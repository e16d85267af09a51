/** The literal pieces between the stars: `a*b*` is `['a', 'b', '']`. At least two pieces. */
export type Wildcard = readonly string[];

/**
 * How many places in one wildcard a worst-case text may hold open at once. AWS refuses too complex wildcards without
 * publishing its bound; this one agrees with every case recorded from it.
 */
const MAX_OPEN_PLACES = 10;

/**
 * Reads a wildcard in which `*` stands for any text, `\*` for a star and `\\` for a backslash.
 * @returns the pieces, or a sentence that says why EventBridge would refuse it
 */
export function parseWildcard(text: string): readonly string[] | { readonly refusal: string } {
  const pieces = [''];
  for (let at = 0; at < text.length; at += 1) {
    let character = text.charAt(at);
    if (character === '*') {
      if (pieces.length > 1 && pieces.at(-1) === '') {
        return {
          refusal: 'a wildcard cannot hold two stars in a row; one star already stands for any text.',
        };
      }
      pieces.push('');
      continue;
    }
    if (character === '\\') {
      at += 1;
      character = text.charAt(at);
      if (character !== '*' && character !== '\\') {
        return { refusal: 'in a wildcard a backslash must be followed by a star or by another backslash.' };
      }
    }
    pieces[pieces.length - 1] += character;
  }
  if (isTooComplex(pieces)) {
    return {
      refusal: 'the wildcard is too complex; use fewer stars, or fewer repeating sequences after a star.',
    };
  }
  return pieces;
}

/** Whether the whole of `text` fits the pieces, each star standing for any text, the empty one included. */
export function wildcardMatches(pieces: Wildcard, text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let from = first.length;
  const end = text.length - last.length;
  for (let index = 1; index < pieces.length - 1; index += 1) {
    const piece = pieces[index] ?? '';
    const found = text.indexOf(piece, from);
    if (found < 0 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}

/**
 * Follows the wildcard as an automaton over its own characters (any other character only closes places) and looks
 * whether some text would hold more than `MAX_OPEN_PLACES` places open at the same time.
 */
function isTooComplex(pieces: Wildcard): boolean {
  const steps = pieces.flatMap((piece, index) =>
    index === 0 ? [...piece] : ['*', ...piece].map((c, at) => (at === 0 ? STAR : c)),
  );
  const alphabet = [...new Set(steps.filter((step) => step !== STAR))];
  const opened = (places: Iterable<number>): number[] => {
    const all = new Set<number>();
    for (let place of places) {
      all.add(place);
      while (steps[place] === STAR) {
        place += 1;
        all.add(place);
      }
    }
    return [...all].sort((a, b) => a - b);
  };
  const waiting = [opened([0])];
  const seen = new Set<string>();
  for (let places = waiting.pop(); places !== undefined; places = waiting.pop()) {
    if (places.length > MAX_OPEN_PLACES) return true;
    for (const character of alphabet) {
      const next = opened(
        places.flatMap((place) =>
          steps[place] === STAR ? [place] : steps[place] === character ? [place + 1] : [],
        ),
      );
      const name = next.join();
      if (next.length > 0 && !seen.has(name)) {
        seen.add(name);
        waiting.push(next);
      }
    }
  }
  return false;
}

const STAR = '\u0000*';
