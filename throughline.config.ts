import { defineConfig } from './shared/config/settings.ts';

/**
 * All that a platform team edits. Every setting is explained where your editor shows it; a mistake is refused with
 * a sentence before anything is built. It works as it stands: `npm start` runs it here, `npx cdk deploy` in AWS.
 */
export default defineConfig({
  company: { name: 'Sunrise Bikes', website: 'https://example.com' },

  // The first language is used when a customer's own is not known.
  languages: ['en', 'pt', 'it', 'be', 'es'],

  // Deployments, several in one account if you like. The first is the default; THROUGHLINE_ENV picks another.
  environments: {
    dev: { removalPolicy: 'destroy' },
    production: { removalPolicy: 'retain', deletionProtection: true },
  },

  // A simulator number needs no registration. Put your own here when you have one.
  channels: {
    sms: { numbers: [{ name: 'main', country: 'US', type: 'simulator' }] },
    webchat: { origins: ['https://example.com'] },
    // Its domain is verified in SES, and its MX record leads there: docs/channels/email.md.
    email: {
      mailboxes: [
        { name: 'support', address: 'support@sunrise-bikes.example' },
        { name: 'billing', address: 'billing@sunrise-bikes.example', topic: 'bills' },
      ],
    },
  },

  hours: {
    office: {
      zone: 'Europe/Lisbon',
      week: {
        monday: ['09:00-13:00', '14:00-18:00'],
        tuesday: ['09:00-13:00', '14:00-18:00'],
        wednesday: ['09:00-13:00', '14:00-18:00'],
        thursday: ['09:00-13:00', '14:00-18:00'],
        friday: ['09:00-13:00', '14:00-17:00'],
      },
      holidays: [
        { date: '2026-12-25', name: 'Christmas Day' },
        { date: '2026-12-31', name: "New Year's Eve", shifts: ['09:00-12:00'] },
        { date: '2027-01-01', name: "New Year's Day" },
      ],
    },
  },

  // The lists agents work from. An agent sees a queue as a member of the group `queue:<id>`.
  queues: [
    { id: 'general', name: 'General questions' },
    { id: 'billing', name: 'Bills and payments', hours: 'office' },
    { id: 'support-es', name: 'Soporte en español', hours: 'office' },
  ],

  // Read from the top: the first rule whose pattern matches wins, and the last one takes everything else.
  routing: [
    {
      name: 'Spanish speakers',
      when: { language: [{ prefix: 'es' }] },
      queue: 'support-es',
      skills: ['spanish'],
    },
    {
      name: 'Suspended for an unpaid bill',
      when: { contract: ['suspended'] },
      queue: 'billing',
      priority: 3,
    },
    { name: 'Preferred customers first', when: { preferred: [true] }, queue: 'general', priority: 2 },
    {
      name: 'Came back after we closed it',
      when: { opening: [{ numeric: ['>', 1] }] },
      queue: 'general',
      priority: 3,
    },
    { name: 'Everyone else', queue: 'general' },
  ],

  // By when customers get an answer, in open time; read from the top as well. It is what they are told, and what is
  // watched. After these lines come the defaults: 15 minutes for messages, 4 hours for e-mail, 24 for the forum.
  promises: [
    { name: 'Mail of preferred customers', when: { preferred: [true], channel: ['email'] }, within: 'PT2H' },
  ],

  // A new Connect instance; its alias is unique among all AWS customers. For one you have: { instanceArn: 'arn:…' }.
  connect: { create: { alias: 'sunrise-bikes-support' } },

  claims: { lapseAfterMinutes: 15 },
  joining: { activeWithin: 'P3D', reopenWithin: 'P7D' },
  // A day after a case is resolved, in the daytime of the customer, at most once in thirty days.
  survey: { after: 'P1D', atMostEvery: 'P30D', lowScore: 2 },
  retention: { logDays: 90, archiveDays: 400 },
  tags: { project: 'throughline' },
});
