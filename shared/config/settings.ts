import type { CaseFacts } from '../domain/route-case.ts';
import type { TextOverrides } from '../texts/messages.ts';
import type { BusinessHours } from './hours.ts';
import type { VoiceSettings } from './voice-settings.ts';

/**
 * Everything a platform team sets, in `throughline.config.ts`. A mistake is refused before anything is built, with
 * one sentence that says where it is and how to mend it.
 */
export interface Settings {
  /** Who the customers think they are talking to. */
  readonly company: CompanySettings;
  /**
   * Languages customers are served in, as BCP 47 tags. The first is used when a customer's is not known.
   * @default ['en']
   */
  readonly languages?: readonly string[];
  /**
   * Your own words instead of ours, as ICU messages by language and key, e.g.
   * `{ en: { 'receipt.sms.promised': '{company} here! You hear from us by {moment}.' } }`.
   * `shared/texts/parameters.ts` lists them, and `shared/texts/spoken/prompts.ts` what is said on the phone.
   * @default {} (the words of `shared/texts/messages`)
   */
  readonly texts?: TextOverrides;
  /** The deployments of this project, by name. The first is the default; `THROUGHLINE_ENV` picks another. */
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  /** The ways customers reach you. */
  readonly channels: ChannelSettings;
  /**
   * Opening hours, by a name that queues refer to.
   * @default {} (every queue is always open)
   */
  readonly hours?: Readonly<Record<string, BusinessHours>>;
  /** The lists agents work from. */
  readonly queues: readonly QueueSettings[];
  /** Where a case goes: the first rule that matches wins. The last one must match everything. */
  readonly routing: readonly RoutingRuleSettings[];
  /**
   * By when customers get an answer: the first line that matches says it. It is the promise they are told, and the one
   * that is watched.
   * @default messages 15 minutes, e-mail 4 hours, forum 24 hours; these follow your own lines in any case
   */
  readonly promises?: readonly PromiseSettings[];
  /** The Amazon Connect instance whose agents get the tasks. */
  readonly connect: ConnectSettings;
  /**
   * The identity provider agents sign in with.
   * @default a Cognito user pool of this deployment's own
   */
  readonly signIn?: SignInSettings;
  /** How long an agent holds a case. */
  readonly claims?: ClaimSettings;
  /** When a message belongs to a case that already exists. */
  readonly joining?: JoiningSettings;
  /**
   * How customers are asked how you did, after a case is resolved; `false`: they are not.
   * @default after a day, at most once in 30 days
   */
  readonly survey?: SurveySettings | false;
  /**
   * Tags on every resource.
   * @default {} (only `throughline:environment`)
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** How long data is kept. */
  readonly retention?: RetentionSettings;
}

export interface CompanySettings {
  /** As customers know it: it signs messages. */
  readonly name: string;
  /** https address of the public site. */
  readonly website?: string;
}

/** One deployment. Whatever it does not set is taken from the top of the file. */
export interface EnvironmentSettings {
  /**
   * AWS account id, 12 digits.
   * @default the account of the credentials at deployment
   */
  readonly account?: string;
  /**
   * AWS region, e.g. `eu-west-1`.
   * @default the region of the credentials at deployment
   */
  readonly region?: string;
  /**
   * What happens to data when a stack is deleted.
   * @default 'retain'
   */
  readonly removalPolicy?: 'retain' | 'destroy';
  /**
   * Refuse to delete the table, the user pool and a created Connect instance's data.
   * @default true, unless removalPolicy is 'destroy'
   */
  readonly deletionProtection?: boolean;
  /**
   * E-mail address that gets the alarms.
   * @default alarms are only shown in CloudWatch
   */
  readonly alarmEmail?: string;
  readonly channels?: ChannelSettings;
  readonly connect?: ConnectSettings;
  readonly signIn?: SignInSettings;
  /**
   * https addresses of pages that our own user pool may send agents back to, once signed in.
   * @default none; http://localhost:3000/signed-in where removalPolicy is 'destroy'
   */
  readonly signInPages?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly retention?: RetentionSettings;
}

export interface ChannelSettings {
  /** Text messages through AWS End User Messaging. Leave it out when you have no number. */
  readonly sms?: SmsSettings;
  /** A chat on your own pages. Leave it out when no page has one. */
  readonly webchat?: WebchatSettings;
  /** Mail through Amazon SES. Leave it out when you have no domain verified there. */
  readonly email?: EmailSettings;
}

export interface EmailSettings {
  /** Addresses customers write to; an answer leaves from the one the customer wrote to. Their domains are verified in SES. */
  readonly mailboxes: readonly MailboxSettings[];
  /**
   * Name that stands before the address of our mail.
   * @default the company's name
   */
  readonly senderName?: string;
  /**
   * A receipt rule set that is active in the account already; ours is added to it. SES has one active set per account.
   * @default a rule set of this deployment's own, which becomes the active one
   */
  readonly ruleSet?: string;
}

export interface MailboxSettings {
  /** Short name, e.g. `support`; appears in resource names. */
  readonly name: string;
  /** At most 24 characters before the `@`: in answers a token follows them. */
  readonly address: string;
  /**
   * What its mail is about, a fact for routing rules.
   * @default none
   */
  readonly topic?: string;
}

export interface WebchatSettings {
  /** Where pages with the chat are served from, e.g. `https://www.example.com`: scheme and host, no path. */
  readonly origins: readonly string[];
}

export interface SmsSettings {
  /** Numbers customers write to; an answer leaves from the number the customer wrote to. */
  readonly numbers: readonly SmsNumberSettings[];
}

/** A number you hold already, or one to be requested for you. */
export type SmsNumberSettings = ExistingSmsNumber | RequestedSmsNumber;

export interface ExistingSmsNumber {
  /** Short name, e.g. `main`; appears in resource names. */
  readonly name: string;
  /** The number in E.164, e.g. `+12065550100`. */
  readonly phoneNumber: string;
  /** ARN of the number, `arn:aws:sms-voice:<region>:<account>:phone-number/<id>`. */
  readonly arn: string;
}

export interface RequestedSmsNumber {
  /** Short name, e.g. `main`; appears in resource names. */
  readonly name: string;
  /** ISO 3166 country of the number, e.g. `US`. */
  readonly country: string;
  /**
   * Kind of number. A simulator number needs no registration and reaches only AWS's simulator destinations.
   * @default 'simulator'
   */
  readonly type?: 'simulator' | 'long-code' | 'toll-free' | 'ten-dlc';
}

export interface QueueSettings {
  /** Short name used in rules and in agents' groups (`queue:<id>`): lower case letters, digits, hyphens. */
  readonly id: string;
  /** As agents see it. */
  readonly name: string;
  /**
   * Name of an entry in `hours`.
   * @default always open
   */
  readonly hours?: string;
}

/** What is done with a routed case. Each destination is one EventBridge rule in `infra/event-routes.ts`. */
export const DESTINATIONS = ['connect-task'] as const;
export type Destination = (typeof DESTINATIONS)[number];

export interface RoutingRuleSettings {
  /** Shown to agents as the reason of a route. */
  readonly name: string;
  /**
   * EventBridge pattern over the facts of a case, e.g. `{ channel: ['sms'], language: [{ prefix: 'es' }] }`.
   * @default matches every case
   */
  readonly when?: RoutingPattern;
  /** Id of the queue it goes to. */
  readonly queue: string;
  /**
   * 1 (most urgent) to 9.
   * @default 5
   */
  readonly priority?: number;
  /**
   * Skills the agent should have.
   * @default []
   */
  readonly skills?: readonly string[];
  /** @default 'connect-task' */
  readonly destination?: Destination;
}

export interface PromiseSettings {
  /** What the target is for, e.g. `Contracts of the first class`. */
  readonly name: string;
  /**
   * EventBridge pattern over the facts of a case, as in routing.
   * @default matches every case
   */
  readonly when?: RoutingPattern;
  /** ISO 8601 duration of open time, e.g. `PT15M`. `P1D` is 24 hours of it: three days of eight hours. */
  readonly within: string;
  /**
   * Name of an entry in `hours` whose open time counts, or `always`.
   * @default the first entry in `hours`; all time when there is none
   */
  readonly hours?: string;
}

/** Names of the facts, for the check of a rule's pattern. */
export const ROUTING_FACTS = [
  'channel',
  'account',
  'opening',
  'topic',
  'language',
  'segment',
  'contract',
  'preferred',
] as const satisfies readonly (keyof CaseFacts)[];

/** A list of accepted values or matchers per fact; `$or` takes a list of patterns. */
export type RoutingPattern = { readonly [Fact in keyof CaseFacts]?: readonly unknown[] } & {
  readonly $or?: readonly RoutingPattern[];
};

/** An instance you have, or a new one. */
export type ConnectSettings = (ExistingInstance | NewInstance) & {
  /**
   * The account's quota of StartTaskContact, shared by everything in the region that calls it.
   * @default { perSecond: 2, burst: 5 }, as AWS gives it
   */
  readonly quota?: { readonly perSecond: number; readonly burst: number };
  /**
   * Callers. Leave it out when nobody calls you.
   * @default no flow takes calls
   */
  readonly voice?: VoiceSettings;
};

export interface ExistingInstance {
  /** ARN of the instance, `arn:aws:connect:<region>:<account>:instance/<id>`. */
  readonly instanceArn: string;
}

export interface NewInstance {
  readonly create: {
    /** Part of the instance's address, unique among all AWS customers. */
    readonly alias: string;
  };
}

export interface SignInSettings {
  /** https address of the OpenID Connect issuer. */
  readonly issuer: string;
  /** Audience its access tokens carry. */
  readonly audience: string;
  /**
   * Claim that lists an agent's groups (`queue:<id>`, `role:supervisor`).
   * @default 'groups'
   */
  readonly groupsClaim?: string;
}

export interface ClaimSettings {
  /**
   * Minutes of silence after which a claimed case is free for others.
   * @default 15
   */
  readonly lapseAfterMinutes?: number;
}

export interface JoiningSettings {
  /**
   * A message joins an open case in which something happened within this ISO 8601 duration.
   * @default 'P3D'
   */
  readonly activeWithin?: string;
  /**
   * A message reopens a case resolved within this ISO 8601 duration; later it opens a new one.
   * @default 'P7D'
   */
  readonly reopenWithin?: string;
}

/** Durations are ISO 8601, e.g. `P1D` or `PT12H`. */
export interface SurveySettings {
  /**
   * From the resolution of a case to the question.
   * @default 'P1D'
   */
  readonly after?: string;
  /**
   * From and until when nobody is disturbed, by the customer's own clock.
   * @default ['20:00', '09:00']
   */
  readonly quietHours?: readonly [string, string];
  /**
   * From the question to the one reminder.
   * @default 'P3D'
   */
  readonly remindAfter?: string;
  /**
   * From the question to its end.
   * @default 'P7D'
   */
  readonly expireAfter?: string;
  /**
   * One person is asked at most once in this time, on any channel.
   * @default 'P30D'
   */
  readonly atMostEvery?: string;
  /**
   * Questions beside satisfaction: how easy it was, and whether they would recommend you.
   * @default ['effort', 'nps']
   */
  readonly alsoAsk?: readonly ('effort' | 'nps')[];
  /**
   * A satisfaction at or below this, of 5, opens the case again; 0: never.
   * @default 2
   */
  readonly lowScore?: number;
  /**
   * Such a case goes to another agent than the one who resolved it.
   * @default true
   */
  readonly lowScoreToAnotherAgent?: boolean;
}

export interface RetentionSettings {
  /**
   * Days logs are kept; one of the periods CloudWatch offers.
   * @default 90
   */
  readonly logDays?: number;
  /**
   * Days payloads are archived as they came in.
   * @default 400
   */
  readonly archiveDays?: number;
}

/** Gives completion in `throughline.config.ts`; checks nothing by itself. */
export const defineConfig = (settings: Settings): Settings => settings;
