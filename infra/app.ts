import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../shared/config/mistakes.ts';
import { compile, readConfig } from '../shared/config/read-config.ts';
import type { Settings } from '../shared/config/settings.ts';
import { bundleFunctions } from './bundling/bundle-functions.ts';
import { ROOT } from './root.ts';
import { Cases } from './stacks/cases.ts';
import { Channels } from './stacks/channels.ts';
import { Connect } from './stacks/connect.ts';
import { Foundation } from './stacks/foundation.ts';
import { Surveys } from './stacks/surveys.ts';

export interface SynthesiseOptions {
  /**
   * Folder of the cloud assembly.
   * @default the one the CDK CLI asks for, else cdk.out
   */
  readonly outdir?: string;
  /**
   * Settings to build from.
   * @default throughline.config.ts
   */
  readonly settings?: Settings;
  /**
   * Which environment of them.
   * @default THROUGHLINE_ENV, else the first
   */
  readonly environment?: string;
  /**
   * Check the templates by the security rules and CloudFormation's own. They are the same without; it only takes half
   * the time.
   * @default true
   */
  readonly validate?: boolean;
}

/**
 * Writes the cloud assembly of one environment: templates and function bundles, the very same from the CDK CLI, from
 * `node infra/app.ts` and from a program.
 *
 * @returns the assembly's folder
 * @throws ConfigError with a sentence per mistake in the settings; Error when validation finds something
 */
export const synthesise = async (options: SynthesiseOptions = {}): Promise<string> => {
  const settings = options.settings ?? (await import('../throughline.config.ts')).default;
  const config = readConfig(settings, options.environment ?? process.env.THROUGHLINE_ENV);
  const bundles = await bundleFunctions(compile(config));
  try {
    const app = createApp(options);
    const props = { config, bundles };
    const foundation = new Foundation(app, props);
    const following = {
      ...props,
      ...(foundation.alarmTopic && { alarmTopic: foundation.alarmTopic }),
      foundation,
    };
    const channels = new Channels(app, following);
    new Cases(app, { ...following, channels });
    new Connect(app, following);
    if (config.survey) new Surveys(app, { ...following, channels });
    return app.synth().directory;
  } finally {
    bundles.remove();
  }
};

/** An app with the feature flags of cdk.json and, unless told otherwise, the checks of its templates. */
export const createApp = ({
  outdir,
  validate = true,
}: Pick<SynthesiseOptions, 'outdir' | 'validate'>): App => {
  const app = new App({
    ...(outdir && { outdir }),
    context: { ...cliContext(), ...CLI_DEFAULTS },
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
  });
  if (validate) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};

/** What the CLI passes to an app beside the context of cdk.json. */
const CLI_DEFAULTS = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

/** The feature flags of cdk.json; `node infra/app.ts` would run without them otherwise. */
const cliContext = (): Record<string, unknown> => {
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(ROOT, 'cdk.json'), 'utf8'),
  );
  return context;
};

if (import.meta.main) {
  await synthesise().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
