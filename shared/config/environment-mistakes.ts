import { mistake, type Path, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';
import { voiceMistakes } from './voice-mistakes.ts';

/** Mistakes in the environments, and in what each may set for itself. */
export const environmentMistakes = (settings: ParsedSettings, wanted: string | undefined): string[] => {
  const names = Object.keys(settings.environments);
  if (names.length === 0) return [mistake(['environments'], 'is empty; add one, e.g. dev: {}')];
  return [
    ...(wanted !== undefined && !names.includes(wanted)
      ? [
          mistake(
            ['environments'],
            `has no "${wanted}", which THROUGHLINE_ENV asks for${suggestion(wanted, names)}`,
          ),
        ]
      : []),
    ...connectMistakes(['connect'], settings.connect, settings),
    ...numberMistakes(['channels', 'sms', 'numbers'], settings.channels),
    ...mailboxMistakes(['channels', 'email', 'mailboxes'], settings.channels),
    ...Object.entries(settings.environments).flatMap(([name, environment]) => {
      const path = ['environments', name];
      return [
        ...(environment.connect ? connectMistakes([...path, 'connect'], environment.connect, settings) : []),
        ...(environment.channels
          ? [
              ...numberMistakes([...path, 'channels', 'sms', 'numbers'], environment.channels),
              ...mailboxMistakes([...path, 'channels', 'email', 'mailboxes'], environment.channels),
            ]
          : []),
        ...placeMistakes(settings, name),
      ];
    }),
  ];
};

const connectMistakes = (
  path: Path,
  { instanceArn, create, voice }: ParsedSettings['connect'],
  settings: ParsedSettings,
): string[] => [
  ...(instanceArn !== undefined && create
    ? [mistake(path, 'has both instanceArn and create; keep the one you mean')]
    : []),
  ...(instanceArn === undefined && !create
    ? [mistake(path, 'says no instance; give it instanceArn, or create with an alias')]
    : []),
  ...(voice ? voiceMistakes([...path, 'voice'], voice, settings) : []),
];

const numberMistakes = (path: Path, { sms }: ParsedSettings['channels']): string[] =>
  (sms?.numbers ?? []).flatMap((number, index, numbers) => {
    const at = [...path, index];
    const held = number.phoneNumber !== undefined || number.arn !== undefined;
    const requested = number.country !== undefined || number.type !== undefined;
    const first = numbers.findIndex((other) => other.name === number.name);
    return [
      ...(first < index
        ? [mistake([...at, 'name'], `is "${number.name}", as is [${first}].name; rename one of them`)]
        : []),
      ...(held && requested
        ? [
            mistake(
              at,
              'has parts of a number you hold (phoneNumber, arn) and of one to request (country, type); keep one kind',
            ),
          ]
        : []),
      ...(!held && !requested
        ? [mistake(at, 'says no number; give it phoneNumber and arn, or the country to request one in')]
        : []),
      ...(held && !requested && number.arn === undefined
        ? [mistake([...at, 'arn'], 'is missing; give it the ARN of the number')]
        : []),
      ...(held && !requested && number.phoneNumber === undefined
        ? [mistake([...at, 'phoneNumber'], 'is missing; give it the number in E.164')]
        : []),
      ...(requested && !held && number.country === undefined
        ? [mistake([...at, 'country'], 'is missing; give it an ISO 3166 country, e.g. "US"')]
        : []),
    ];
  });

/** Capitals make no difference to mail. */
const mailboxMistakes = (path: Path, { email }: ParsedSettings['channels']): string[] =>
  (email?.mailboxes ?? []).flatMap((mailbox, index, mailboxes) =>
    (['name', 'address'] as const).flatMap((key) => {
      const same = (other: string) => other.toLowerCase() === mailbox[key].toLowerCase();
      const first = mailboxes.findIndex((other) => same(other[key]));
      return first < index
        ? [
            mistake(
              [...path, index, key],
              `is "${mailbox[key]}", as is [${first}].${key}; ${key === 'name' ? 'rename' : 'remove'} one of them`,
            ),
          ]
        : [];
    }),
  );

/** Everything of one environment stands in one account and region. */
const placeMistakes = (settings: ParsedSettings, name: string): string[] => {
  const environment = settings.environments[name];
  if (!environment) return [];
  const own = ['environments', name];
  const connectPath = environment.connect ? [...own, 'connect', 'instanceArn'] : ['connect', 'instanceArn'];
  const { instanceArn } = environment.connect ?? settings.connect;
  const numbersPath = [...(environment.channels ? own : []), 'channels', 'sms', 'numbers'];
  const numbers = (environment.channels ?? settings.channels).sms?.numbers ?? [];
  const arns = [
    ...(instanceArn ? [{ path: connectPath, arn: instanceArn }] : []),
    ...numbers.flatMap(({ arn }, index) => (arn ? [{ path: [...numbersPath, index, 'arn'], arn }] : [])),
  ];
  return arns.flatMap(({ path, arn }) => {
    const [, , , region, account] = arn.split(':');
    if (environment.region && region !== environment.region) {
      return [
        mistake(
          path,
          `is in ${region}, but environments.${name} is in ${environment.region}; use one of the same region`,
        ),
      ];
    }
    if (environment.account && account !== environment.account) {
      return [
        mistake(
          path,
          `is of account ${account}, but environments.${name} is of ${environment.account}; use one of the same account`,
        ),
      ];
    }
    return [];
  });
};
