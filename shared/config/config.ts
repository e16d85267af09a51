import type { Calendar } from '../domain/business-time.ts';
import type { SurveyRules } from '../domain/survey.ts';
import type { TextOverrides } from '../texts/messages.ts';
import type { BusinessHours } from './hours.ts';
import type { Destination } from './settings.ts';
import type { VoiceConfig } from './voice.ts';

/** One environment of the configuration, complete: what the infrastructure is built from. */
export interface Config extends CompiledConfig {
  readonly environment: {
    readonly name: string;
    readonly account?: string;
    readonly region?: string;
    readonly removalPolicy: 'retain' | 'destroy';
    readonly deletionProtection: boolean;
    readonly signInPages: readonly string[];
    readonly alarmEmail?: string;
  };
  readonly smsNumbers: readonly SmsNumber[];
  /** Absent: no page has a chat. */
  readonly webchat?: { readonly origins: readonly string[] };
  readonly hours: Readonly<Record<string, BusinessHours>>;
  readonly connect: ({ readonly instanceArn: string } | { readonly create: { readonly alias: string } }) & {
    readonly quota: { readonly perSecond: number; readonly burst: number };
    /** Absent: no flow takes calls. */
    readonly voice?: VoiceConfig;
  };
  readonly signIn?: { readonly issuer: string; readonly audience: string; readonly groupsClaim: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly retention: { readonly logDays: number; readonly archiveDays: number };
}

export type SmsNumber =
  | { readonly name: string; readonly phoneNumber: string; readonly arn: string }
  | {
      readonly name: string;
      readonly country: string;
      readonly type: 'simulator' | 'long-code' | 'toll-free' | 'ten-dlc';
    };

/** What functions know of the configuration; the rest stays out of their bundles. */
export interface CompiledConfig {
  readonly company: { readonly name: string; readonly website?: string };
  /** BCP 47 tags; the first is used when a customer's language is not known. */
  readonly languages: readonly string[];
  /** Texts of the platform team's own; they go before those of `shared/texts/messages`. */
  readonly texts: TextOverrides;
  readonly queues: readonly Queue[];
  /** First match wins; the last one matches everything. */
  readonly routing: readonly RoutingRule[];
  /** First match wins; what nothing matches is promised nothing. */
  readonly promises: readonly PromiseTarget[];
  /** The hours that promises count, by name. */
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly joining: { readonly activeWithinMs: number; readonly reopenWithinMs: number };
  readonly claims: { readonly lapseAfterMinutes: number };
  /** Absent: nobody is asked how we did. */
  readonly survey?: SurveyRules;
  /** Absent: no mail is taken in or sent. */
  readonly email?: EmailConfig;
  /** Absent: nobody calls. */
  readonly callers?: CallersConfig;
}

export interface CallersConfig {
  /** The first is for everybody whose language is not known. */
  readonly languages: readonly string[];
  /** They identify nobody. */
  readonly sharedNumbers: readonly string[];
}

export interface EmailConfig {
  /** Addresses in lower case. */
  readonly mailboxes: readonly { readonly name: string; readonly address: string; readonly topic?: string }[];
  /** Stands before the address of our mail. */
  readonly senderName: string;
  /** An active rule set of somebody else's that ours is added to. */
  readonly ruleSet?: string;
}

export interface Queue {
  readonly id: string;
  readonly name: string;
  /** Name of an entry in `hours`; absent: always open. */
  readonly hours?: string;
}

export interface PromiseTarget {
  readonly name: string;
  /** EventBridge pattern over the facts of a case; absent: matches every case. */
  readonly when?: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
  /** Name of the calendar whose open time counts; absent: all time does. */
  readonly hours?: string;
}

export interface RoutingRule {
  readonly name: string;
  /** EventBridge pattern over the facts of a case; absent: matches every case. */
  readonly when?: Readonly<Record<string, unknown>>;
  readonly queue: string;
  readonly priority: number;
  readonly skills: readonly string[];
  readonly destination: Destination;
}
