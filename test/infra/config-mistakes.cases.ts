import { TEXT_PARAMETERS } from '../../shared/texts/parameters.ts';

/** Mistakes in `throughline.config.ts`: what is changed in the example, and the sentences it gets. */
const general = { id: 'general', name: 'General' };
const rest = { name: 'Rest', queue: 'general' };
const office = { zone: 'Europe/Lisbon', week: { monday: ['09:00-13:00'] } };
const connectArn = 'arn:aws:connect:eu-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012';
const numberArn = 'arn:aws:sms-voice:eu-west-2:111122223333:phone-number/phone-abc';
const held = { name: 'main', phoneNumber: '+12065550100', arn: numberArn };
const voice = (own: object) => ({ create: { alias: 'support' }, voice: own });
const number = (own: object) => ({ channels: { sms: { numbers: [own] } } });

/** Name, change, sentences. */
export const MISTAKES: readonly (readonly [string, object, readonly string[]])[] = [
  [
    'quiet hours that never end',
    { survey: { quietHours: ['20:00', '20:00'] } },
    ['survey.quietHours go from 20:00 to 20:00 and so never end; leave an hour to ask in.'],
  ],
  [
    'quiet hours at no time of the day, and a wait that is no duration',
    { survey: { after: 'a day', quietHours: ['8pm', '09:00'] } },
    [
      'survey.after is "a day"; use an ISO 8601 duration of weeks to seconds, e.g. "P1D" or "PT12H".',
      'survey.quietHours[0] is "8pm"; use a time of the day, e.g. "20:00".',
    ],
  ],
  [
    'a reminder after the end',
    { survey: { remindAfter: 'P7D' } },
    ['survey.remindAfter is "P7D"; use a time after the question and before its end after "P7D".'],
  ],
  [
    'a survey that outlasts its workflow',
    { survey: { expireAfter: 'P91D' } },
    ['survey.expireAfter is "P91D"; use at most 90 days.'],
  ],
  [
    'a rule of a misspelt queue',
    {
      queues: [general, { id: 'billing', name: 'Bills' }],
      routing: [{ name: 'Bills', when: { channel: ['sms'] }, queue: 'biling' }, rest],
    },
    ['routing[0].queue is "biling", which is no queue; did you mean "billing"?'],
  ],
  [
    'a rule of a queue like no other',
    { queues: [general], routing: [{ name: 'A', queue: 'returns' }] },
    ['routing[0].queue is "returns", which is no queue; use one of "general".'],
  ],
  [
    'two queues of one id',
    { queues: [general, { id: 'general', name: 'Others' }], routing: [rest] },
    ['queues[1].id is "general", as is queues[0].id; rename one of them.'],
  ],
  [
    'two queues of one name but for capitals and spaces',
    { queues: [general, { id: 'other', name: 'GENERAL ' }], routing: [rest] },
    ['queues[1].name is "GENERAL", as is queues[0].name; rename one of them.'],
  ],
  [
    'a queue of unknown hours',
    { hours: { office }, queues: [{ ...general, hours: 'ofice' }], routing: [rest] },
    ['queues[0].hours is "ofice", which "hours" has not; did you mean "office"?'],
  ],
  ['no queue', { queues: [], routing: [rest] }, ['queues is empty; add a queue.']],
  [
    'a chat page named by its address',
    { channels: { webchat: { origins: ['https://example.com/help'] } } },
    [
      'channels.webchat.origins[0] is "https://example.com/help"; it must be scheme and host without a path, e.g. "https://www.example.com".',
    ],
  ],
  [
    'a chat without a page',
    { channels: { webchat: { origins: [] } } },
    ['channels.webchat.origins is empty; name an origin or leave "webchat" out.'],
  ],
  [
    'a mailbox whose name leaves no room for a token, one with a plus, and two of one address',
    {
      channels: {
        email: {
          mailboxes: [
            { name: 'a', address: 'support-of-all-customers-1@example.com' },
            { name: 'b', address: 'support+bills@example.com' },
          ],
        },
      },
    },
    [
      'channels.email.mailboxes[0].address is "support-of-all-customers-1@example.com"; it must be an address like "support@example.com": letters, digits, ".", "_" and "-" before the "@", at most 24.',
      'channels.email.mailboxes[1].address is "support+bills@example.com"; it must be an address like "support@example.com": letters, digits, ".", "_" and "-" before the "@", at most 24.',
    ],
  ],
  [
    'two mailboxes of one address but for capitals',
    {
      channels: {
        email: {
          mailboxes: [
            { name: 'a', address: 'Support@example.com' },
            { name: 'b', address: 'support@example.com' },
          ],
        },
      },
    },
    ['channels.email.mailboxes[1].address is "support@example.com", as is [0].address; remove one of them.'],
  ],
  [
    'mail without a mailbox',
    { channels: { email: { mailboxes: [] } } },
    ['channels.email.mailboxes is empty; name a mailbox or leave "email" out.'],
  ],
  [
    'no fallback',
    { queues: [general], routing: [{ ...rest, when: { channel: ['sms'] } }] },
    [
      'routing leaves some cases without a queue; end it with a rule without "when", e.g. { name: "Everyone else", queue: "general" }.',
    ],
  ],
  [
    'no rule at all',
    { queues: [general], routing: [] },
    [
      'routing leaves some cases without a queue; end it with a rule without "when", e.g. { name: "Everyone else", queue: "general" }.',
    ],
  ],
  [
    'a rule after one that takes everything',
    {
      queues: [general],
      routing: [
        rest,
        { name: 'Late', when: { channel: ['sms'] }, queue: 'general' },
        { ...rest, name: 'Last' },
      ],
    },
    [
      'routing[1] is never reached: routing[0] has no "when" and takes every case; move that one to the end.',
      'routing[2] is never reached: routing[0] has no "when" and takes every case; move that one to the end.',
    ],
  ],
  [
    'a rule with the pattern of an earlier one',
    {
      queues: [general],
      routing: [
        { name: 'A', when: { channel: ['sms'] }, queue: 'general' },
        { name: 'B', when: { channel: ['sms'] }, queue: 'general' },
        rest,
      ],
    },
    ['routing[1] is never reached: routing[0] has the same "when"; remove one of them.'],
  ],
  [
    'two rules of one name',
    { queues: [general], routing: [{ ...rest, when: { channel: ['sms'] } }, rest] },
    ['routing[1].name is "Rest", as is routing[0].name; rename one of them.'],
  ],
  [
    'an unknown operator',
    {
      queues: [general],
      routing: [{ name: 'A', when: { language: [{ prefx: 'es' }] }, queue: 'general' }, rest],
    },
    [
      'routing[0].when.language is no event pattern: "prefx" is no operator of event patterns; operators are written in lower case.',
    ],
  ],
  [
    'a value that is no list',
    { queues: [general], routing: [{ name: 'A', when: { channel: 'sms' }, queue: 'general' }, rest] },
    [
      'routing[0].when.channel is no event pattern: A field takes a list of values, such as ["a"], or an object of fields.',
    ],
  ],
  [
    'an unknown fact',
    { queues: [general], routing: [{ name: 'A', when: { chanel: ['sms'] }, queue: 'general' }, rest] },
    ['routing[0].when.chanel is no fact of a case; did you mean "channel"?'],
  ],
  [
    'an unknown fact in an alternative',
    {
      queues: [general],
      routing: [
        { name: 'A', when: { $or: [{ channel: ['sms'] }, { segmnt: ['vip'] }] }, queue: 'general' },
        rest,
      ],
    },
    ['routing[0].when.$or[1].segmnt is no fact of a case; did you mean "segment"?'],
  ],
  [
    'an empty pattern',
    { queues: [general], routing: [{ name: 'A', when: {}, queue: 'general' }, rest] },
    ['routing[0].when is empty; leave "when" out to match every case.'],
  ],
  [
    'a priority of ten',
    { queues: [general], routing: [{ ...rest, priority: 10 }] },
    ['routing[0].priority must be 1 (most urgent) to 9.'],
  ],
  [
    'an unknown destination',
    { queues: [general], routing: [{ ...rest, destination: 'connect-tasks' }] },
    ['routing[0].destination is "connect-tasks"; did you mean "connect-task"?'],
  ],
  [
    'an unknown zone',
    { hours: { office: { ...office, zone: 'Europe/Lisbn' } } },
    ['hours.office.zone is "Europe/Lisbn", which is no time zone; did you mean "Europe/Lisbon"?'],
  ],
  [
    'an offset for a zone',
    { hours: { office: { ...office, zone: '+01:00' } } },
    ['hours.office.zone is "+01:00", which is no time zone; use an IANA name, e.g. "Europe/Lisbon".'],
  ],
  [
    'overlapping shifts',
    { hours: { office: { ...office, week: { monday: ['09:00-13:00', '12:30-18:00'] } } } },
    [
      'hours.office.week.monday[1] is "12:30-18:00", which overlaps "09:00-13:00"; make them one or move one.',
    ],
  ],
  [
    'a shift that ends before it starts',
    { hours: { office: { ...office, week: { friday: ['22:00-06:00'] } } } },
    ['hours.office.week.friday[0] is "22:00-06:00"; write a shift as "09:00-13:00", at most to "24:00".'],
  ],
  [
    'an unknown day',
    { hours: { office: { ...office, week: { munday: ['09:00-13:00'] } } } },
    ['hours.office.week.munday is no setting; did you mean "monday"?'],
  ],
  [
    'a holiday that does not exist',
    { hours: { office: { ...office, holidays: [{ date: '2027-02-29', name: 'Leap' }] } } },
    ['hours.office.holidays[0].date is "2027-02-29"; it must be a date that exists, e.g. "2026-12-25".'],
  ],
  [
    'a holiday named twice',
    {
      hours: {
        office: {
          ...office,
          holidays: [
            { date: '2026-12-25', name: 'A' },
            { date: '2026-12-25', name: 'B' },
          ],
        },
      },
    },
    ['hours.office.holidays[1].date is 2026-12-25, as is holidays[0]; keep one of them.'],
  ],
  [
    'a Connect instance of a bad ARN',
    { connect: { instanceArn: 'arn:aws:connect:eu-west-2:1:instance/x' } },
    [
      'connect.instanceArn is "arn:aws:connect:eu-west-2:1:instance/x"; it must be the ARN of a Connect instance, e.g. "arn:aws:connect:eu-west-2:111122223333:instance/<uuid>".',
    ],
  ],
  [
    'no Connect instance',
    { connect: {} },
    ['connect says no instance; give it instanceArn, or create with an alias.'],
  ],
  [
    'two Connect instances',
    { connect: { instanceArn: connectArn, create: { alias: 'a' } } },
    ['connect has both instanceArn and create; keep the one you mean.'],
  ],
  [
    'a voice in a language nobody is served in, and in one without prompts, and in one Polly cannot speak',
    { languages: ['en', 'be'], connect: voice({ languages: ['fr', 'be'] }) },
    [
      'connect.voice.languages[0] is "fr", which "languages" has not; use one of "en", "be".',
      'connect.voice.languages[1] is "be", for which we know no voice of Amazon Polly; name one under voices, or leave the language out.',
    ],
  ],
  [
    'a voice without a language it can speak',
    { languages: ['be'], connect: voice({}) },
    ['connect.voice speaks no language: none of "languages" has both a voice and all prompts.'],
  ],
  [
    'a voice of a misspelt language',
    { connect: voice({ voices: { ed: 'Joanna' } }) },
    ['connect.voice.voices.ed is for a language that "languages" has not; did you mean "en"?'],
  ],
  [
    'departments of misspelt queues, on both levels, and one that has no name in a language',
    {
      languages: ['en', 'pt'],
      connect: voice({
        departments: [
          { name: 'bills', queue: 'biling' },
          { name: { en: 'service' }, departments: [{ name: 'repairs', queue: 'generl' }] },
        ],
      }),
    },
    [
      'connect.voice.departments[0].queue is "biling", which is no queue; did you mean "billing"?',
      'connect.voice.departments[1].name is missing in "pt"; add it.',
      'connect.voice.departments[1].departments[0].queue is "generl", which is no queue; did you mean "general"?',
    ],
  ],
  [
    'more departments than callers remember',
    {
      connect: voice({ departments: Array.from({ length: 6 }, () => ({ name: 'bills', queue: 'billing' })) }),
    },
    [
      'connect.voice.departments has more than 5 entries, more than callers remember; put some of them together.',
    ],
  ],
  [
    'more queues than callers can choose from',
    {
      queues: [general, ...Array.from({ length: 5 }, (_, nth) => ({ id: `q${nth}`, name: `Q${nth}` }))],
      routing: [rest],
      connect: voice({}),
    },
    [
      'connect.voice.departments is missing: there are 6 queues, and callers choose from five at most; name the departments.',
    ],
  ],
  [
    'a number for callbacks that is none of Connect',
    { connect: voice({ callbackNumberArn: '+12065550100' }) },
    [
      'connect.voice.callbackNumberArn is "+12065550100"; it must be the ARN of a claimed number, e.g. "arn:aws:connect:eu-west-2:111122223333:phone-number/<uuid>".',
    ],
  ],
  [
    'a Connect instance of another region',
    { environments: { dev: { region: 'eu-west-1' } }, connect: { instanceArn: connectArn } },
    [
      'connect.instanceArn is in eu-west-2, but environments.dev is in eu-west-1; use one of the same region.',
    ],
  ],
  [
    'a number of another account',
    { environments: { dev: { account: '999988887777' } }, ...number(held) },
    [
      'channels.sms.numbers[0].arn is of account 111122223333, but environments.dev is of 999988887777; use one of the same account.',
    ],
  ],
  [
    'a phone number that is none',
    number({ ...held, phoneNumber: '206 555 0100' }),
    [
      'channels.sms.numbers[0].phoneNumber is "206 555 0100"; it must be a phone number in E.164, e.g. "+12065550100".',
    ],
  ],
  [
    'a number held without its ARN',
    number({ name: 'main', phoneNumber: '+12065550100' }),
    ['channels.sms.numbers[0].arn is missing; give it the ARN of the number.'],
  ],
  [
    'a number both held and requested',
    number({ ...held, country: 'US' }),
    [
      'channels.sms.numbers[0] has parts of a number you hold (phoneNumber, arn) and of one to request (country, type); keep one kind.',
    ],
  ],
  [
    'a country in small letters',
    number({ name: 'main', country: 'us' }),
    [
      'channels.sms.numbers[0].country is "us"; it must be an ISO 3166 country of two capital letters, e.g. "US".',
    ],
  ],
  ['a misspelt setting', { comapny: {} }, ['comapny is no setting; did you mean "company"?']],
  [
    'a misspelt setting deep down',
    { queues: [{ ...general, hous: 'office' }], routing: [rest] },
    ['queues[0].hous is no setting; did you mean "hours"?'],
  ],
  ['no company', { company: undefined }, ['company is missing; give it an object.']],
  ['a number for a name', { company: { name: 7 } }, ['company.name is 7; give it a string.']],
  [
    'a site without https',
    { company: { name: 'A', website: 'http://example.com' } },
    ['company.website is "http://example.com"; it must be an https address, e.g. "https://example.com".'],
  ],
  [
    'a language that is none',
    { languages: ['en', 'english!'] },
    ['languages[1] is "english!"; use a BCP 47 tag, e.g. "en" or "pt-BR".'],
  ],
  [
    'a language without texts',
    { languages: ['en', 'fr-CA'] },
    [
      'languages[1] is "fr-CA", in which COUNT texts are missing; write them under texts["fr-CA"], beginning with "receipt.sms.promised".'.replace(
        'COUNT',
        String(Object.keys(TEXT_PARAMETERS).length),
      ),
    ],
  ],
  [
    'texts for a language that is not served',
    { languages: ['en', 'pt'], texts: { pr: {} } },
    ['texts.pr is for a language that "languages" has not; did you mean "pt"?'],
  ],
  [
    'a text that there is not',
    { texts: { en: { 'receipt.sms.promise': '{company}, {moment}' } } },
    ['texts.en["receipt.sms.promise"] is no text; did you mean "receipt.sms.promised"?'],
  ],
  [
    'a text like no other',
    { texts: { en: { greeting: 'Hello' } } },
    [
      'texts.en.greeting is no text; all of them stand in shared/texts/parameters.ts and shared/texts/spoken/prompts.ts.',
    ],
  ],
  [
    'a prompt that only counts with a plural',
    { texts: { en: { 'voice.queue.ahead': '{ahead, plural, one {# person} other {# people}} ahead.' } } },
    [
      'texts.en["voice.queue.ahead"] has a parameter with a plural or a format; on the phone it is said as it is, e.g. {digit}.',
    ],
  ],
  [
    'a prompt without its number',
    { texts: { en: { 'voice.queue.ahead': 'Five people ahead of you.' } } },
    ['texts.en["voice.queue.ahead"] leaves out {ahead}; put it in.'],
  ],
  [
    'a text with a misspelt parameter',
    { texts: { en: { 'receipt.sms.promised': '{compny}: by {moment}' } } },
    ['texts.en["receipt.sms.promised"] uses {compny}, which this text has not; did you mean "company"?'],
  ],
  [
    'a text with a parameter where there are none',
    { texts: { en: { 'survey.page.confirm': 'Send to {company}' } } },
    ['texts.en["survey.page.confirm"] uses {company}, but this text has no parameters.'],
  ],
  [
    'a text without a parameter it needs',
    { texts: { it: { 'receipt.sms.promised': '{company}: a presto' } } },
    ['texts.it["receipt.sms.promised"] leaves out {moment}; put it in.'],
  ],
  [
    'a text that is no ICU message',
    { texts: { en: { 'receipt.sms.late': '{company is late' } } },
    ['texts.en["receipt.sms.late"] is no ICU message: malformed argument.'],
  ],
  [
    'an empty text',
    { texts: { en: { 'receipt.sms.late': '' } } },
    ['texts.en["receipt.sms.late"] is empty; write it, or leave it out.'],
  ],
  ['a language twice', { languages: ['en', 'en'] }, ['languages[1] is "en" again; remove it.']],
  [
    'a duration in words',
    { joining: { activeWithin: '3 days' } },
    [
      'joining.activeWithin is "3 days"; use an ISO 8601 duration of weeks to seconds, e.g. "P3D" or "PT12H".',
    ],
  ],
  [
    'a duration of months, which have no length',
    { joining: { reopenWithin: 'P1M' } },
    ['joining.reopenWithin is "P1M"; use an ISO 8601 duration of weeks to seconds, e.g. "P3D" or "PT12H".'],
  ],
  [
    'a claim of no minutes',
    { claims: { lapseAfterMinutes: 0 } },
    ['claims.lapseAfterMinutes must be at least 1 minute.'],
  ],
  ['no environment', { environments: {} }, ['environments is empty; add one, e.g. dev: {}.']],
  [
    'a removal policy that is none',
    { environments: { dev: { removalPolicy: 'delete' } } },
    ['environments.dev.removalPolicy is "delete"; use one of "retain", "destroy".'],
  ],
  [
    'an environment of a bad name',
    { environments: { 'Dev 1': {} } },
    [
      'environments["Dev 1"] is no name to use here: it must be lower-case letters, digits and hyphens, at most 24, without "aws", "amazon" or "cognito".',
    ],
  ],
  [
    'an environment whose name makes those of functions too long for AWS',
    { environments: { 'acceptance-of-the-customer': {} } },
    [
      'environments["acceptance-of-the-customer"] is no name to use here: it must be lower-case letters, digits and hyphens, at most 24, without "aws", "amazon" or "cognito".',
    ],
  ],
  [
    'an account id as a number',
    { environments: { dev: { account: 111122223333 } } },
    ['environments.dev.account is 111122223333; give it a string.'],
  ],
  [
    'a promise in hours that are not there',
    { promises: [{ name: 'Mail', when: { channel: ['email'] }, within: 'PT4H', hours: 'ofice' }] },
    ['promises[0].hours is "ofice", which "hours" has not; did you mean "office"?'],
  ],
  [
    'a promise of a length that is none',
    { promises: [{ name: 'Soon', within: '15 minutes' }] },
    [
      'promises[0].within is "15 minutes"; use an ISO 8601 duration of weeks to seconds, e.g. "PT15M" or "PT4H".',
    ],
  ],
  [
    'a promise of no time at all',
    { promises: [{ name: 'At once', within: 'PT0S' }] },
    ['promises[0].within is "PT0S"; use an ISO 8601 duration of weeks to seconds, e.g. "PT15M" or "PT4H".'],
  ],
  [
    'promises in hours in which nobody is ever there',
    {
      hours: { office: { zone: 'Europe/Lisbon', week: { monday: [] } } },
      queues: [general],
      routing: [rest],
    },
    [
      'hours.office.week has no shift, but promises count its open time; give it one, or say hours: "always" in "promises".',
    ],
  ],
  [
    'a promise that takes longer than a year',
    {
      hours: { office },
      queues: [general],
      routing: [rest],
      promises: [{ name: 'Some day', within: 'P10D' }],
    },
    ['promises[0].within is "P10D", more time than "office" is open in a year; promise less.'],
  ],
  [
    'promises that no case can reach, about something that cases do not have',
    {
      promises: [
        { name: 'All', within: 'PT1H' },
        { name: 'All', when: { chanel: ['sms'] }, within: 'PT1H' },
      ],
    },
    [
      'promises[1].name is "All", as is promises[0].name; rename one of them.',
      'promises[1].when.chanel is no fact of a case; did you mean "channel"?',
      'promises[1] is never reached: promises[0] has no "when" and takes every case; move that one to the end.',
    ],
  ],
  [
    'hours with the name of all time',
    { hours: { always: office }, queues: [general], routing: [rest] },
    ['hours.always has a name that means "all the time" in promises; use another.'],
  ],
  [
    'a queue with the name of the place where cases wait for one',
    { queues: [general, { id: 'unrouted', name: 'Others' }], routing: [rest] },
    ['queues[1].id is "unrouted", which is where cases wait for a queue; rename it.'],
  ],
  [
    'logs for a period that is not offered',
    { retention: { logDays: 45 } },
    [
      'retention.logDays is 45; it must be a period CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.',
    ],
  ],
  [
    'an issuer that is no address',
    { signIn: { issuer: 'login', audience: 'desk' } },
    ['signIn.issuer is "login"; it must be an https address, e.g. "https://example.com".'],
  ],
  [
    'a page for agents that is not encrypted',
    { environments: { dev: { signInPages: ['http://localhost:3000/signed-in'] } } },
    [
      'environments.dev.signInPages[0] is "http://localhost:3000/signed-in"; it must be an https address, e.g. "https://example.com".',
    ],
  ],
];
