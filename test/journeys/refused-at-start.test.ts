import { afterEach, expect, inject, test } from 'vitest';
import { synthesise } from '../../infra/app.ts';
import settings from '../../throughline.config.ts';
import { alteredAssembly, type Resources } from '../support/altered-assembly.ts';
import { startProduct } from '../support/product-cloud.ts';

// What is wrong before anything runs is said before anything runs: one sentence, with its place.

let started: { stop(): Promise<void> } | undefined;
afterEach(() => started?.stop());

/** The sentence with which an app of altered templates is refused. */
async function refusal(alter: (resources: Resources) => void): Promise<string> {
  const assembly = alteredAssembly((resources, stackName) => {
    if (stackName.endsWith('channels')) alter(resources);
  });
  const start = startProduct({ assembly }).then((product) => {
    started = product;
    return 'It started.';
  });
  return start.catch((error: Error) => error.message);
}

test('a resource that the local cloud does not know is named with its kind, id and stack', async () => {
  const sentence = await refusal((resources) => {
    resources.Cache = { Type: 'AWS::ElastiCache::Cluster', Properties: {} };
  });
  expect(sentence).toBe(
    'The local cloud does not implement these resources:\n  AWS::ElastiCache::Cluster Cache in stack throughline-dev-channels',
  );
});

test('a property that the local cloud does not know is named with its resource', async () => {
  const sentence = await refusal((resources) => {
    const [queue] = Object.values(resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
    if (queue) queue.Properties.VisibilityTimout = 60;
  });
  expect(sentence).toMatch(
    /^AWS::SQS::Queue throughline-dev-channels\/\w+: property VisibilityTimout is not implemented by the local cloud\.$/,
  );
});

test('a property of a wrong kind is named with its resource', async () => {
  const sentence = await refusal((resources) => {
    const [queue] = Object.values(resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
    if (queue) queue.Properties.VisibilityTimeout = 'an hour';
  });
  expect(sentence).toMatch(
    /^AWS::SQS::Queue throughline-dev-channels\/\w+: property VisibilityTimeout: .+\.$/,
  );
});

test('a condition of a policy that nobody could judge is named', async () => {
  const sentence = await refusal((resources) => {
    const [policy] = Object.values(resources).filter(({ Type }) => Type === 'AWS::SQS::QueuePolicy');
    for (const statement of policy?.Properties.PolicyDocument.Statement ?? []) {
      statement.Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    }
  });
  expect(sentence).toMatch(/AWS::SQS::QueuePolicy throughline-dev-channels\/\w+.*IpAddress/);
});

test('queues of one name end the synthesis with one sentence, its path and the way to mend it', async () => {
  const [first, ...others] = settings.queues;
  if (!first) throw new Error('The example has no queue.');
  const overlapping = {
    ...settings,
    queues: [first, ...others, { id: 'second', name: ` ${first.name.toUpperCase()}` }],
  };
  const outdir = inject('assembly');
  await expect(synthesise({ settings: overlapping, outdir, validate: false })).rejects.toThrow(
    new RegExp(
      `^throughline\\.config\\.ts: queues\\[${settings.queues.length}\\]\\.name is ".+", as is queues\\[0\\]\\.name; rename one of them\\.$`,
    ),
  );
});
