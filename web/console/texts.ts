import type { Config } from '../../shared/config/config.ts';
import { chooseLanguage, localeFor } from '../../shared/texts/language.ts';
import { messageOf } from '../../shared/texts/messages.ts';
import { formatMoment } from '../../shared/texts/moment.ts';
import { TEXT_PARAMETERS, type TextKey } from '../../shared/texts/parameters.ts';
import { textsWith, type WriteText } from '../../shared/texts/text.ts';
import type { TextRow } from './state.ts';

type Spoken = Pick<Config, 'company' | 'languages' | 'texts'>;

/** Every text that customers read, in every configured language, with example parameters. */
export function textRows({ company, languages, texts }: Spoken, now: string): TextRow[] {
  const write = textsWith(texts);
  const moment = new Date(Date.parse(now) + 4 * 3_600_000).toISOString();
  const versionIn = (language: string, key: TextKey) => ({
    language,
    text: writeExample(write, key, language, { company: company.name, moment }),
    isOwn: messageOf(language, key, texts) !== messageOf(language, key, {}),
  });
  return keys().map((key) => ({
    key,
    parameters: TEXT_PARAMETERS[key],
    versions: languages.map((language) => versionIn(language, key)),
  }));
}

const keys = () => Object.keys(TEXT_PARAMETERS).filter((key): key is TextKey => key in TEXT_PARAMETERS);

function writeExample(
  write: WriteText,
  key: TextKey,
  language: string,
  { company, moment }: { readonly company: string; readonly moment: string },
): string {
  // A text takes what it names of these and leaves the rest.
  return write(language, key, {
    company,
    moment: formatMoment(moment, {
      zone: 'UTC',
      language,
      form: key.includes('.sms.') ? 'short' : 'full',
    }),
    link: 'https://survey.example.com/s/4k2m9q',
    reference: '7h3k9m2p5q8r1s4t-1',
    days: 7,
    minutes: 15,
  });
}

const HOUR = 3_600_000;

/** What the window of the chat says about when an answer comes. */
export function promiseSentence(
  { languages, texts }: Spoken,
  { due, now, language, zone }: { due: string; now: number; language: string; zone: string },
): string {
  const write = textsWith(texts);
  const spoken = chooseLanguage({ profile: language, supported: languages });
  const left = Date.parse(due) - now;
  if (left <= 0) return write(spoken, 'chat.late');
  if (left <= HOUR) return write(spoken, 'chat.promise', { minutes: Math.ceil(left / 60_000) });
  const moment = formatMoment(due, { zone, language: localeFor(spoken, language) });
  return write(spoken, 'chat.promise.moment', { moment });
}
