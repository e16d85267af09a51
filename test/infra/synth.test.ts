import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { bundleFunctions, type FunctionBundles } from '../../infra/bundling/bundle-functions.ts';
import { sentence } from '../../infra/constructs/service-alarm.ts';
import { compile, readConfig } from '../../shared/config/read-config.ts';
import example from '../../throughline.config.ts';
import { CLI_ASSEMBLY } from '../check/templates.ts';
import { TOGETHER } from '../simulation/bundles.ts';
import { scratchFolder } from '../support/scratch.ts';

const run = promisify(execFile);
const folder = (): string => scratchFolder('assembly');

/** Templates and function bundles of an assembly: the hash of each file. */
const shipped = (assembly: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(assembly, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json') || file.endsWith('.mjs'))
      // What the simulation lays beside them.
      .filter((file) => !file.startsWith(TOGETHER))
      .sort()
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(assembly, file)))
          .digest('hex'),
      ]),
  );

describe('the CDK CLI, the program alone and a library call', () => {
  let fromCli: string;
  let fromProgram: string;
  beforeAll(async () => {
    const synthesised = process.env[CLI_ASSEMBLY];
    [fromCli, fromProgram] = [synthesised ?? folder(), folder()];
    // Children must run on the Node this runs on, not on the machine's.
    const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
    const env = { ...process.env, PATH, CDK_DISABLE_CLI_TELEMETRY: 'true' };
    const cli = ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', fromCli];
    if (synthesised === undefined) await run('node', cli, { env });
    await run('node', ['infra/app.ts'], { env: { ...env, CDK_OUTDIR: fromProgram } });
  }, 240_000);

  test('ship the same templates and bundles, byte for byte, also without the checks', () => {
    expect(Object.keys(shipped(fromCli)).length).toBeGreaterThanOrEqual(12);
    expect(shipped(fromProgram)).toEqual(shipped(fromCli));
    // The assembly that all tests share was made by the library, without the checks.
    expect(shipped(inject('assembly'))).toEqual(shipped(fromCli));
  }, 120_000);
});

describe('bundles', () => {
  let bundles: FunctionBundles;
  beforeAll(async () => {
    bundles = await bundleFunctions(compile(readConfig(example)));
  }, 60_000);
  afterAll(() => bundles.remove());

  test('carry the compiled configuration and neither its schema nor another environment', () => {
    const router = readFileSync(join(bundles.folderOf('route-case'), 'index.mjs'), 'utf8');
    expect(router).toContain('"Suspended for an unpaid bill"');
    expect(router).not.toContain('removalPolicy');
    expect(router).not.toContain('sunrise-bikes-support');
  });

  test('say clearly when a stack deploys a function that is not there', () => {
    expect(() => bundles.folderOf('accept-fax')).toThrow(
      /^There is no functions\/accept-fax\/handler.ts, but a stack deploys it. There are: .*accept-sms, /,
    );
  });
});

describe('synthesis refuses', () => {
  test('a misspelt property', () => {
    const app = createApp({ outdir: folder() });
    const stack = new Stack(app, 'planted');
    new CfnResource(stack, 'Bus', {
      type: 'AWS::Events::EventBus',
      properties: { Name: 'a', Descripton: 'b' },
    });
    expect(() => app.synth()).toThrow(/Descripton/);
  }, 60_000);

  test('a queue without TLS and dead letters, by the security rules', () => {
    const app = createApp({ outdir: folder() });
    new Queue(new Stack(app, 'planted'), 'Queue');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS[34]/);
  }, 60_000);

  test('a role with wildcards that nobody has accepted', () => {
    const app = createApp({ outdir: folder() });
    const role = new Role(new Stack(app, 'planted'), 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5/);
  }, 60_000);

  test('a function or alarm that does not say what its failure means to a customer', () => {
    for (const text of ['', 'broken', 'it fails and customers wait for their answer.']) {
      expect(() => sentence(text)).toThrow('say what the failure means to a customer');
    }
  });
});
