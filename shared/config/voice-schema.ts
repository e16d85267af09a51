import * as z from 'zod';

const spokenName = z
  .string()
  .trim()
  .min(1, 'is empty; say what it is called')
  .max(60, 'is longer than 60 characters');
const name = z.union([spokenName, z.record(z.string(), spokenName)]);
const MOST_CHOICES = 5;
const tooMany = `has more than ${MOST_CHOICES} entries, more than callers remember; put some of them together`;

const department = z.strictObject({ name, queue: z.string() });
const group = z.strictObject({
  name,
  departments: z
    .array(department)
    .min(1, 'is empty; name a department or a queue')
    .max(MOST_CHOICES, tooMany),
});

export const voiceSchema = z.strictObject({
  languages: z
    .array(z.string())
    .min(1, 'is empty; name a language or leave it out')
    .max(6, 'has more than 6 entries, the most that one flow holds')
    .optional(),
  voices: z
    .record(z.string(), z.string().regex(/^[A-Z]\w{1,30}$/, 'must be the name of a voice, e.g. "Joanna"'))
    .default({}),
  departments: z
    .array(z.union([department, group]))
    .max(MOST_CHOICES, tooMany)
    .optional(),
  callbackNumberArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:phone-number\/[\w-]+$/,
      'must be the ARN of a claimed number, e.g. "arn:aws:connect:eu-west-2:111122223333:phone-number/<uuid>"',
    )
    .optional(),
  sharedNumbers: z
    .array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164, e.g. "+12065550100"'))
    .default([]),
});

export type ParsedVoice = z.output<typeof voiceSchema>;
