import { IntlMessageFormat } from 'intl-messageformat';
import { compiled } from '../config/compiled.ts';
import { messageOf, type TextOverrides } from './messages.ts';
import type { TEXT_PARAMETERS, TextKey } from './parameters.ts';

type NameOf<Key extends TextKey> = (typeof TEXT_PARAMETERS)[Key][number];

/** What a text asks for; texts without parameters take none. */
type Parameters<Key extends TextKey> = [NameOf<Key>] extends [never]
  ? []
  : [params: Readonly<Record<NameOf<Key>, string | number>>];

/** Writes a text of this project. Plain text: whoever puts it into HTML escapes it. */
export type WriteText = <Key extends TextKey>(
  language: string,
  key: Key,
  ...params: Parameters<Key>
) => string;

/** Writes the texts with a platform team's own ones before the shipped ones. */
export function textsWith(overrides: TextOverrides): WriteText {
  const known = new Map<string, IntlMessageFormat>();
  const formatOf = (language: string, key: TextKey): IntlMessageFormat => {
    const id = `${language} ${key}`;
    const format = known.get(id) ?? compileMessage(messageFor(language, key, overrides), language);
    known.set(id, format);
    return format;
  };
  return (language, key, ...[params]) => String(formatOf(language, key).format(params));
}

/** The text in one of the configured languages. */
export const text: WriteText = textsWith(compiled.texts);

/** English where a language has no such text: the configuration refuses such a language, unless it is not configured. */
function messageFor(language: string, key: TextKey, overrides: TextOverrides): string {
  return messageOf(language, key, overrides) ?? messageOf('en', key, {}) ?? key;
}

/** @throws SyntaxError when it is no ICU message; the check of the configuration finds it before. */
function compileMessage(message: string, language: string): IntlMessageFormat {
  return new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
}
