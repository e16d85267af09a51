import type { PublicHttpEvent } from '../../shared/runtime/http-routes.ts';
import { chooseLanguage } from '../../shared/texts/language.ts';
import { baseOf } from '../../shared/texts/tag.ts';

/** Whether the caller is a program that sends JSON, and so is answered in JSON. */
export function speaksJson({ headers }: Pick<PublicHttpEvent, 'headers'>): boolean {
  return mediaTypeOf(headers['content-type']) === 'application/json';
}

export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The configured language that the browser asks for first, else the first that is configured. */
export function wishedLanguage(
  { headers }: Pick<PublicHttpEvent, 'headers'>,
  supported: readonly string[],
  profile?: string,
): string {
  const wishes = (headers['accept-language'] ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
      return { tag, weight: Number(/^q=([\d.]+)$/.exec(quality)?.[1] ?? 0) };
    })
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const wish = wishes.find(({ tag }) => supported.some((language) => baseOf(language) === baseOf(tag)));
  return chooseLanguage({ profile, detected: wish?.tag, supported });
}
