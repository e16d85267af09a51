import type { CompiledConfig, Config, EmailConfig, SmsNumber } from './config.ts';
import { durationMs } from './duration.ts';
import { formMistakes } from './form.ts';
import { meaningMistakes } from './meaning.ts';
import { ConfigError } from './mistakes.ts';
import { calendarsOf, promiseTargets } from './promise-targets.ts';
import { type ParsedSettings, settingsSchema } from './schema.ts';
import { surveyRules } from './survey-rules.ts';
import { voiceConfig } from './voice.ts';

/**
 * Checks the settings of `throughline.config.ts` and gives one environment of them, complete.
 * @param environment name of the environment; default: the first
 * @throws ConfigError with a sentence per mistake
 */
export const readConfig = (settings: unknown, environment?: string): Config => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) throw new ConfigError(formMistakes(parsed.error, settings));
  const mistakes = meaningMistakes(parsed.data, environment);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return forEnvironment(parsed.data, environment ?? Object.keys(parsed.data.environments)[0] ?? '');
};

const forEnvironment = (settings: ParsedSettings, name: string): Config => {
  const environment = settings.environments[name];
  if (!environment) throw new Error(`No environment "${name}"`);
  const { removalPolicy, deletionProtection = removalPolicy === 'retain' } = environment;
  const { account, region, alarmEmail, signInPages = localPages(removalPolicy) } = environment;
  const signIn = environment.signIn ?? settings.signIn;
  const channels = environment.channels ?? settings.channels;
  const { instanceArn, create, quota, voice: calls } = environment.connect ?? settings.connect;
  const voice = calls && voiceConfig(calls, settings);
  const retention = { logDays: 90, archiveDays: 400, ...settings.retention, ...environment.retention };
  return {
    ...functionsPart(settings, channels),
    environment: {
      name,
      removalPolicy,
      deletionProtection,
      signInPages,
      ...(account && { account }),
      ...(region && { region }),
      ...(alarmEmail && { alarmEmail }),
    },
    smsNumbers: (channels.sms?.numbers ?? []).map(smsNumber),
    ...(channels.webchat && { webchat: channels.webchat }),
    hours: settings.hours,
    connect: {
      quota,
      ...(voice && { voice }),
      ...(create ? { create } : { instanceArn: instanceArn ?? '' }),
    },
    ...(voice && {
      callers: {
        languages: voice.languages.map(({ language }) => language),
        sharedNumbers: voice.sharedNumbers,
      },
    }),
    ...(signIn && { signIn }),
    tags: { ...settings.tags, ...environment.tags },
    retention,
  };
};

/** A page on somebody's own machine is for trying out: who runs a program there gets tokens of agents. */
const localPages = (removalPolicy: 'retain' | 'destroy'): readonly string[] =>
  removalPolicy === 'destroy' ? ['http://localhost:3000/signed-in'] : [];

const smsNumber = (number: NonNullable<ParsedSettings['channels']['sms']>['numbers'][number]): SmsNumber =>
  number.phoneNumber && number.arn
    ? { name: number.name, phoneNumber: number.phoneNumber, arn: number.arn }
    : { name: number.name, country: number.country ?? '', type: number.type ?? 'simulator' };

const functionsPart = (settings: ParsedSettings, { email }: ParsedSettings['channels']): CompiledConfig => {
  const survey = surveyRules(settings);
  return {
    company: settings.company,
    languages: settings.languages,
    texts: settings.texts,
    queues: settings.queues,
    routing: settings.routing,
    promises: promiseTargets(settings),
    calendars: calendarsOf(settings),
    joining: {
      activeWithinMs: durationMs(settings.joining.activeWithin) ?? 0,
      reopenWithinMs: durationMs(settings.joining.reopenWithin) ?? 0,
    },
    claims: settings.claims,
    ...(email && { email: emailOf(email, settings.company.name) }),
    ...(survey && { survey }),
  };
};

const emailOf = (
  { mailboxes, senderName, ruleSet }: NonNullable<ParsedSettings['channels']['email']>,
  company: string,
): EmailConfig => ({
  mailboxes: mailboxes.map(({ address, ...mailbox }) => ({ ...mailbox, address: address.toLowerCase() })),
  senderName: senderName ?? company,
  ...(ruleSet && { ruleSet }),
});

/** The part of a configuration that functions carry in their bundles. */
export const compile = ({
  company,
  languages,
  texts,
  queues,
  routing,
  promises,
  calendars,
  joining,
  claims,
  survey,
  email,
  callers,
}: Config): CompiledConfig => ({
  company,
  languages,
  texts,
  queues,
  routing,
  promises,
  calendars,
  joining,
  claims,
  ...(survey && { survey }),
  ...(email && { email }),
  ...(callers && { callers }),
});
