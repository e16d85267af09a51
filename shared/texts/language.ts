import { baseOf } from './tag.ts';

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
  return nearestLanguage(profile, supported) ?? nearestLanguage(detected, supported) ?? supported[0] ?? 'en';
}

/** The configured language nearest to a tag: the very one, else one of the same language, whatever its region. */
export function nearestLanguage(
  wanted: string | undefined,
  supported: readonly string[],
): string | undefined {
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
