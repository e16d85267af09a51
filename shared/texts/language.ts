import { eld } from 'eld/extrasmall';
import { baseOf } from './messages.ts';

export interface LanguageWish {
  /** BCP 47 tag the customer is known by. */
  readonly profile?: string | undefined;
  /** What the message seems to be written in. */
  readonly detected?: string | undefined;
  /** The configured languages; the first is for everybody else. */
  readonly supported: readonly string[];
}

/** The language to write in: the customer's own, else the message's, else the first that is configured. */
export function chooseLanguage({ profile, detected, supported }: LanguageWish): string {
  return nearest(profile, supported) ?? nearest(detected, supported) ?? supported[0] ?? 'en';
}

/** The configured language nearest to a tag: the very one, else one of the same language, whatever its region. */
function nearest(wanted: string | undefined, supported: readonly string[]): string | undefined {
  if (wanted === undefined) return undefined;
  const tag = wanted.replaceAll('_', '-').toLowerCase();
  return (
    supported.find((language) => language.toLowerCase() === tag) ??
    supported.find((language) => baseOf(language) === baseOf(tag))
  );
}

/**
 * The tag to write moments with: the customer's own when it is of the language that was chosen, because of its region.
 */
export function localeFor(language: string, profile: string | undefined): string {
  if (profile === undefined || baseOf(profile) !== baseOf(language)) return language;
  try {
    return Intl.getCanonicalLocales(profile)[0] ?? language;
  } catch {
    return language;
  }
}

/** How much likelier than the next configured language it must be. */
const MARGIN = 0.02;
/** Below that a text is a number, a link or a word that many languages share. */
const FEWEST_LETTERS = 5;

/**
 * The configured language a text is written in; undefined when unsure, as with most texts of a word or two. A text of
 * another language is no configured one, however near: Russian is not Belarusian.
 */
export function detectLanguage(text: string, supported: readonly string[]): string | undefined {
  const words = text.slice(0, 1000).replace(/\S*(?:[:/@]|\d)\S*/g, ' ');
  if ((words.match(/\p{L}/gu) ?? []).length < FEWEST_LETTERS) return undefined;
  const found = eld.detect(words);
  if (!found.isReliable()) return undefined;
  const ranked = Object.entries(found.getScores()).sort(([, one], [, other]) => other - one);
  const [best] = ranked;
  const language = best && nearest(best[0], supported);
  if (!language) return undefined;
  const next = ranked.slice(1).find(([tag]) => nearest(tag, supported) !== undefined);
  return next && best[1] - next[1] < MARGIN ? undefined : language;
}
