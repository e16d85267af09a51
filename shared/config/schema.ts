import * as z from 'zod';
import { DESTINATIONS } from './settings.ts';
import { voiceSchema } from './voice-schema.ts';

/** Messages complete the sentence "<path> …" and say how to mend it. */
const ID = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 40');
const name = z.string().trim().min(1, 'is empty; give it a name').max(100, 'is longer than 100 characters');
const https = z.url({ protocol: /^https$/, error: 'must be an https address, e.g. "https://example.com"' });

/**
 * Part of names that AWS limits: of functions to 64 characters, and of the sign-in's domain to 63 and none of its own
 * names.
 */
const ENVIRONMENT = z
  .string()
  .regex(
    /^(?!.*(?:aws|amazon|cognito))[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/,
    'must be lower-case letters, digits and hyphens, at most 24, without "aws", "amazon" or "cognito"',
  );

/** Log retention periods that CloudWatch offers, in days. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const smsNumber = z.strictObject({
  name: ID,
  phoneNumber: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164, e.g. "+12065550100"')
    .optional(),
  arn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sms-voice:[a-z0-9-]+:\d{12}:phone-number\/[\w-]+$/,
      'must be the ARN of a number, e.g. "arn:aws:sms-voice:eu-west-1:111122223333:phone-number/phone-abc"',
    )
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 country of two capital letters, e.g. "US"')
    .optional(),
  type: z.enum(['simulator', 'long-code', 'toll-free', 'ten-dlc']).optional(),
});

/** What a browser sends as Origin. Plain http only for pages on one's own machine. */
const origin = z.string().refine(isOrigin, {
  error: 'must be scheme and host without a path, e.g. "https://www.example.com"',
});

function isOrigin(text: string): boolean {
  const { protocol, hostname, origin: canonical } = URL.parse(text) ?? {};
  return canonical === text && (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost'));
}

/** Before the `@`: 64 characters are allowed, and `+` and a reply token of 39 follow. */
const MAILBOX =
  /^[a-z0-9](?:[a-z0-9._-]{0,22}[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

const mailbox = z.strictObject({
  name: ID,
  address: z
    .string()
    .regex(
      MAILBOX,
      'must be an address like "support@example.com": letters, digits, ".", "_" and "-" before the "@", at most 24',
    ),
  topic: name.optional(),
});

const channels = z.strictObject({
  sms: z
    .strictObject({ numbers: z.array(smsNumber).min(1, 'is empty; name a number or leave "sms" out') })
    .optional(),
  webchat: z
    .strictObject({
      origins: z.array(origin).min(1, 'is empty; name an origin or leave "webchat" out'),
    })
    .optional(),
  email: z
    .strictObject({
      // The rule that takes them in names at most 100 recipients.
      mailboxes: z
        .array(mailbox)
        .min(1, 'is empty; name a mailbox or leave "email" out')
        .max(100, 'has more than 100 entries, the most a rule of SES takes'),
      senderName: name.optional(),
      ruleSet: z
        .string()
        .regex(/^[A-Za-z0-9](?:[\w-]{0,62}[A-Za-z0-9])?$/, 'must be the name of a rule set in SES')
        .optional(),
    })
    .optional(),
});

const connect = z.strictObject({
  instanceArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/,
      'must be the ARN of a Connect instance, e.g. "arn:aws:connect:eu-west-2:111122223333:instance/<uuid>"',
    )
    .optional(),
  create: z
    .strictObject({
      alias: z
        .string()
        .regex(
          /^(?!d-)[a-z0-9](?:[a-z0-9-]{0,43}[a-z0-9])?$/,
          'must be letters, digits and hyphens, at most 45',
        ),
    })
    .optional(),
  quota: z
    .strictObject({
      perSecond: z.number().min(0.1, 'must be at least 0.1').max(100, 'must be at most 100'),
      burst: z.int().min(1, 'must be at least 1').max(500, 'must be at most 500'),
    })
    .default({ perSecond: 2, burst: 5 }),
  voice: voiceSchema.optional(),
});

const signIn = z.strictObject({
  issuer: https,
  audience: z.string().min(1, 'is empty; name the audience its access tokens carry'),
  groupsClaim: z.string().min(1, 'is empty; name the claim').default('groups'),
});

const retention = z.strictObject({
  logDays: z
    .number()
    .refine((days) => LOG_DAYS.some((offered) => offered === days), {
      error: `must be a period CloudWatch offers: ${LOG_DAYS.join(', ')} days`,
    })
    .optional(),
  archiveDays: z.int().min(1, 'must be at least 1 day').max(3653, 'must be at most 3653 days').optional(),
});

const tags = z.record(
  z
    .string()
    .regex(/^(?!aws:)[\w .:/=+@-]{1,128}$/, 'is no tag key: at most 128 letters, digits and _ . : / = + - @'),
  z.string().max(256, 'is longer than 256 characters'),
);

const environment = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be an AWS account id of 12 digits, in quotes')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, e.g. "eu-west-1"')
    .optional(),
  removalPolicy: z.enum(['retain', 'destroy']).default('retain'),
  deletionProtection: z.boolean().optional(),
  alarmEmail: z.email('must be an e-mail address').optional(),
  channels: channels.optional(),
  connect: connect.optional(),
  signIn: signIn.optional(),
  signInPages: z.array(https).max(100, 'has more than the 100 that Cognito takes').optional(),
  tags: tags.optional(),
  retention: retention.optional(),
});

const shifts = z.array(z.string()).optional();

const hours = z.strictObject({
  zone: z.string(),
  week: z.strictObject({
    monday: shifts,
    tuesday: shifts,
    wednesday: shifts,
    thursday: shifts,
    friday: shifts,
    saturday: shifts,
    sunday: shifts,
  }),
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date('must be a date that exists, e.g. "2026-12-25"'),
        name,
        shifts: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

const rule = z.strictObject({
  name,
  when: z.record(z.string(), z.unknown()).optional(),
  queue: z.string(),
  priority: z.int().min(1, 'must be 1 (most urgent) to 9').max(9, 'must be 1 (most urgent) to 9').default(5),
  skills: z.array(name).default([]),
  destination: z.enum(DESTINATIONS).default('connect-task'),
});

const promise = z.strictObject({
  name,
  when: z.record(z.string(), z.unknown()).optional(),
  within: z.string(),
  hours: z.string().optional(),
});

const survey = z.strictObject({
  after: z.string().default('P1D'),
  quietHours: z.tuple([z.string(), z.string()]).default(['20:00', '09:00']),
  remindAfter: z.string().default('P3D'),
  expireAfter: z.string().default('P7D'),
  atMostEvery: z.string().default('P30D'),
  alsoAsk: z.array(z.enum(['effort', 'nps'])).default(['effort', 'nps']),
  lowScore: z.int().min(0, 'must be 0 (never) to 4').max(4, 'must be 0 (never) to 4').default(2),
  lowScoreToAnotherAgent: z.boolean().default(true),
});

/** The form of `throughline.config.ts`. What its parts mean to each other is checked in `meaning.ts`. */
export const settingsSchema = z.strictObject({
  company: z.strictObject({ name, website: https.optional() }),
  languages: z.array(z.string()).min(1, 'is empty; name at least one language').default(['en']),
  texts: z
    .record(z.string(), z.record(z.string(), z.string().min(1, 'is empty; write it, or leave it out')))
    .default({}),
  environments: z.record(ENVIRONMENT, environment),
  channels,
  hours: z.record(ID, hours).default({}),
  queues: z
    .array(z.strictObject({ id: ID, name, hours: z.string().optional() }))
    .min(1, 'is empty; add a queue'),
  routing: z.array(rule),
  promises: z.array(promise).default([]),
  connect,
  signIn: signIn.optional(),
  claims: z
    .strictObject({
      lapseAfterMinutes: z
        .number()
        .min(1, 'must be at least 1 minute')
        .max(1440, 'must be at most 1440 minutes')
        .default(15),
    })
    .prefault({}),
  joining: z
    .strictObject({ activeWithin: z.string().default('P3D'), reopenWithin: z.string().default('P7D') })
    .prefault({}),
  survey: z.union([z.literal(false), survey]).prefault({}),
  tags: tags.default({}),
  retention: retention.default({}),
});

/** The settings with every default filled in; environments not yet applied. */
export type ParsedSettings = z.output<typeof settingsSchema>;
