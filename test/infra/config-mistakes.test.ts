import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { ConfigError } from '../../shared/config/mistakes.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import type { settingsSchema } from '../../shared/config/schema.ts';
import type { Settings } from '../../shared/config/settings.ts';
import example from '../../throughline.config.ts';
import { MISTAKES } from './config-mistakes.cases.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Accepts<Given extends z.input<typeof settingsSchema>> = Given;
/** Fails to compile when the documented settings and the schema drift apart. */
type _SettingsFitSchema = Accepts<Mutable<Settings>>;

const mistakesIn = (settings: unknown, environment?: string): readonly string[] => {
  try {
    readConfig(settings, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
};

const connectArn = 'arn:aws:connect:eu-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012';

describe('a mistake in throughline.config.ts gets a sentence with its place and the way to mend it:', () => {
  test.each(MISTAKES)('%s', (_, change, sentences) => {
    expect(mistakesIn({ ...example, ...change })).toEqual(
      sentences.map((sentence) => `throughline.config.ts: ${sentence}`),
    );
  });

  test('an environment asked for that is not there', () => {
    expect(mistakesIn(example, 'producton')).toEqual([
      'throughline.config.ts: environments has no "producton", which THROUGHLINE_ENV asks for; did you mean "production"?',
    ]);
  });

  test('all mistakes of a kind are told at once', () => {
    const many = { ...example, languages: ['!'], joining: { activeWithin: 'x', reopenWithin: 'y' } };
    expect(mistakesIn(many)).toHaveLength(3);
  });
});

describe('the configuration read', () => {
  test('of the example is complete, for its first environment', () => {
    const config = readConfig(example);
    expect(config.environment).toEqual({
      name: 'dev',
      removalPolicy: 'destroy',
      deletionProtection: false,
      signInPages: ['http://localhost:3000/signed-in'],
    });
    expect(config.joining).toEqual({ activeWithinMs: 3 * 86_400_000, reopenWithinMs: 7 * 86_400_000 });
    expect(config.languages).toEqual(['en', 'pt', 'it', 'be', 'es']);
    expect(config.routing.at(-1)).toMatchObject({
      queue: 'general',
      priority: 5,
      destination: 'connect-task',
    });
  });

  test('promises what the lines say, then what is promised by default, in the first opening hours', () => {
    const { promises, calendars } = readConfig({
      ...example,
      promises: [{ name: 'At any time', when: { topic: ['theft'] }, within: 'PT30M', hours: 'always' }],
    });
    expect(promises.map(({ withinMs, hours }) => [withinMs / 60_000, hours])).toEqual([
      [30, undefined],
      [15, 'office'],
      [240, 'office'],
      [1440, 'office'],
    ]);
    expect(calendars.office).toMatchObject({
      zone: 'Europe/Lisbon',
      week: [
        [],
        [
          { start: 540, end: 780 },
          { start: 840, end: 1080 },
        ],
        {},
        {},
        {},
        {},
        [],
      ],
      days: { '2026-12-25': [], '2026-12-31': [{ start: 540, end: 720 }] },
    });
    const always = readConfig({
      ...example,
      hours: {},
      queues: example.queues.map(({ id, name }) => ({ id, name })),
    });
    expect([always.calendars, always.promises[0]?.hours]).toEqual([{}, undefined]);
  });

  test('has what an environment sets instead of what stands at the top', () => {
    const config = readConfig(
      {
        ...example,
        environments: {
          dev: {},
          live: { connect: { instanceArn: connectArn }, tags: { cost: 'cx' }, retention: { logDays: 7 } },
        },
      },
      'live',
    );
    expect(config.connect).toEqual({ instanceArn: connectArn, quota: { perSecond: 2, burst: 5 } });
    expect(config.tags).toEqual({ project: 'throughline', cost: 'cx' });
    expect(config.retention).toEqual({ logDays: 7, archiveDays: 400 });
    expect(config.environment).toMatchObject({ removalPolicy: 'retain', deletionProtection: true });
  });
});
