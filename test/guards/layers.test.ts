import { beforeAll, describe, expect, test } from 'vitest';
import { layers } from '../check/layers.ts';
import { plant } from './plant.ts';

const COPIES = ['biome.json', 'test/check/no-clock.grit'];

const imports = (from: string): string => `import { a } from '${from}';\nexport const b = a;\n`;

const FAULTS = [
  ['the domain imports AWS', 'shared/domain/x.ts', imports('@aws-sdk/client-sqs')],
  [
    'the domain imports a type of AWS',
    'shared/domain/x.ts',
    "export type { S } from '@aws-sdk/client-sqs';\n",
  ],
  ['the domain imports a store', 'shared/domain/x.ts', imports('../stores/table.ts')],
  ['the domain imports lazily', 'shared/domain/x.ts', "export const a = () => import('../events/x.ts');\n"],
  [
    'the domain makes ids',
    'shared/domain/x.ts',
    "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID;\n",
  ],
  ['the domain reads the environment', 'shared/domain/x.ts', 'export const a = process.env.A;\n'],
  ['the domain logs', 'shared/domain/x.ts', 'console.log(1);\n'],
  ['the domain asks the clock', 'shared/domain/x.ts', 'export const a = Date.now();\n'],
  ['the domain asks the clock by a date', 'shared/domain/x.ts', 'export const a = () => new Date();\n'],
  ['the domain throws dice', 'shared/domain/x.ts', 'export const a = Math.random();\n'],
  ['the rules of mail import the names', 'shared/domain/mail/x.ts', imports('../../names.ts')],
  ['the rules of mail import a mail library', 'shared/domain/mail/x.ts', imports('postal-mime')],
  ['the rules of mail ask the clock', 'shared/domain/mail/x.ts', 'export const a = Date.now();\n'],
  ['the reader of mail imports a gateway', 'shared/mail/x.ts', imports('../gateways/inbox.ts')],
  ['the reader of mail asks the clock', 'shared/mail/x.ts', 'export const a = Date.now();\n'],
  ['the event patterns import the domain', 'shared/event-pattern/x.ts', imports('../domain/case.ts')],
  ['an event imports a store', 'shared/events/x.ts', imports('../stores/table.ts')],
  ['a store imports a function', 'shared/stores/x.ts', imports('../../functions/route-case/route-case.ts')],
  ['a gateway imports the local cloud', 'shared/gateways/x.ts', imports('../../local/index.ts')],
  [
    'what all senders share imports one of them',
    'shared/sending/x.ts',
    imports('../../functions/send-sms/handler.ts'),
  ],
  ['a function imports infrastructure', 'functions/x/x.ts', imports('../../infra/event-routes.ts')],
  ['a function knows DynamoDB', 'functions/x/x.ts', imports('@aws-sdk/client-dynamodb')],
  ['a function knows Connect', 'functions/x/x.ts', imports('@aws-sdk/client-connect')],
  [
    'infrastructure imports a function',
    'infra/stacks/x.ts',
    imports('../../functions/route-case/handler.ts'),
  ],
  ['infrastructure imports the domain', 'infra/stacks/x.ts', imports('../../shared/domain/case.ts')],
  ['the local cloud imports the domain', 'local/sqs/x.ts', imports('../../shared/domain/case.ts')],
  ['the local cloud imports the config', 'local/sqs/x.ts', imports('../../throughline.config.ts')],
  [
    'the local cloud imports the inside of the patterns',
    'local/events/x.ts',
    imports('../../shared/event-pattern/wildcard.ts'),
  ],
  [
    'the console imports the inside of the local cloud',
    'web/console/x.ts',
    imports('../../local/sqs/queue.ts'),
  ],
  ['the console imports a gateway', 'web/console/x.ts', imports('../../shared/gateways/inbox.ts')],
] as const;

const SOUND = [
  [
    'the domain hashes',
    'shared/domain/x.ts',
    "import { hash } from 'node:crypto';\nexport const h = hash;\n",
  ],
  [
    'the domain computes with given times',
    'shared/domain/x.ts',
    'export const a = (t: string) => new Date(Date.parse(t) + 1);\n',
  ],
  ['the rules of mail import the domain', 'shared/domain/mail/x.ts', imports('../text.ts')],
  ['the reader of mail imports its library', 'shared/mail/x.ts', imports('postal-mime')],
  ['the reader of mail imports the rules of mail', 'shared/mail/x.ts', imports('../domain/mail/fold.ts')],
  ['the domain imports the patterns', 'shared/domain/x.ts', imports('../event-pattern/index.ts')],
  [
    'the local cloud imports the patterns',
    'local/events/x.ts',
    imports('../../shared/event-pattern/index.ts'),
  ],
  ['a function imports a store', 'functions/x/x.ts', imports('../../shared/stores/table.ts')],
  ['infrastructure imports names', 'infra/stacks/x.ts', imports('../../shared/names.ts')],
] as const;

/** All modules lie in one planted project, each under a number of its own, so that Biome runs once. */
const place = (kind: string, index: number, path: string): string =>
  path.replace('/x.ts', `/${kind}-${index}.ts`);

describe('the guard of the import layers', () => {
  let report = '';

  beforeAll(async () => {
    const modules = [
      ...FAULTS.map(([, path, code], index) => [place('fault', index, path), code] as const),
      ...SOUND.map(([, path, code], index) => [place('sound', index, path), code] as const),
    ];
    using plot = plant(Object.fromEntries(modules), COPIES);
    const outcome = await layers(plot.root, ['shared', 'functions', 'infra', 'local', 'web']).run();
    expect(outcome.state).toBe('failed');
    report = outcome.output ?? '';
  });

  test.each(FAULTS.map(([what, path], index) => [what, place('fault', index, path)]))(
    'fails when %s',
    (_what, path) => {
      expect(report).toContain(`${path}:`);
    },
  );

  test.each(SOUND.map(([what, path], index) => [what, place('sound', index, path)]))(
    'passes when %s',
    (_what, path) => {
      expect(report).not.toContain(`${path}:`);
    },
  );

  test('passes when nothing is wrong, counting the modules of each layer', async () => {
    using plot = plant({ 'shared/domain/x.ts': 'export const a = 1;\n' }, COPIES);
    expect(await layers(plot.root, ['shared/domain']).run()).toEqual({
      state: 'passed',
      summary: 'shared/domain 1',
    });
  });

  test('fails when a layer is empty, since it would watch nothing', async () => {
    using plot = plant({ 'shared/domain/x.ts': 'export const a = 1;\n' }, COPIES);
    const outcome = await layers(plot.root, ['shared/domain', 'shared/stores']).run();
    expect(outcome).toMatchObject({ state: 'failed', output: 'No module in shared/stores.' });
  });
});
