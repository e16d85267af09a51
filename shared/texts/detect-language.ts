import { eld } from 'eld/extrasmall';
import { nearestLanguage } from './language.ts';

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
  const language = best && nearestLanguage(best[0], supported);
  if (!language) return undefined;
  const next = ranked.slice(1).find(([tag]) => nearestLanguage(tag, supported) !== undefined);
  return next && best[1] - next[1] < MARGIN ? undefined : language;
}
