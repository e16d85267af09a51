import type { Department, DepartmentGroup } from '../../../../shared/config/voice.ts';
import type { Key } from '../actions/speak.ts';
import type { Flow } from '../flow.ts';
import { type SpokenLanguage, speech } from './speech.ts';

const DIGITS: readonly Key[] = ['1', '2', '3', '4', '5'];

/** Seconds after the last word. Who says nothing may have no keys: they get a person. */
const SECONDS = 5;

/** The choices of one language, at most five on each of two levels; begins with `menu-<language>`. */
export const menus = (
  spoken: SpokenLanguage,
  departments: readonly (Department | DepartmentGroup)[],
  toPerson: string,
): Flow => ({
  ...menu(
    `menu`,
    spoken,
    departments.map((one, index) => ({ ...one, then: wayOf(one, index, spoken) })),
    toPerson,
  ),
  ...Object.assign(
    {},
    ...departments.map((one, index) =>
      'departments' in one
        ? menu(
            `menu-${index + 1}`,
            spoken,
            one.departments.map((inner) => ({ ...inner, then: `queue-${inner.queue}` })),
            toPerson,
          )
        : {},
    ),
  ),
});

const wayOf = (one: Department | DepartmentGroup, index: number, { language }: SpokenLanguage): string =>
  'queue' in one ? `queue-${one.queue}` : `menu-${index + 1}-${language}`;

interface Choice {
  readonly nameIn: Readonly<Record<string, string>>;
  readonly then: string;
}

/** A wrong key is said to be one, and the choices are said once more; whoever then errs again gets a person. */
const menu = (
  name: string,
  { language, write }: SpokenLanguage,
  choices: readonly Choice[],
  toPerson: string,
): Flow => {
  const keyed = choices.map((choice, index) => ({ ...choice, digit: DIGITS[index] ?? '0' }));
  return {
    [`${name}-${language}`]: {
      type: 'GetParticipantInput',
      say: speech(
        ...keyed.map(({ nameIn, digit }) =>
          write('voice.menu.department', { department: nameIn[language] ?? '', digit }),
        ),
        write('voice.menu.none', { digit: '0' }),
      ),
      seconds: SECONDS,
      keys: { ...Object.fromEntries(keyed.map(({ digit, then }) => [digit, then])), '0': toPerson },
      onSilence: toPerson,
      onOtherKey: `${name}-again-${language}`,
      onError: toPerson,
    },
    [`${name}-again-${language}`]: {
      type: 'Loop',
      times: 1,
      again: `${name}-wrong-${language}`,
      done: toPerson,
    },
    [`${name}-wrong-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.menu.wrong-key')),
      then: `${name}-${language}`,
    },
  };
};
