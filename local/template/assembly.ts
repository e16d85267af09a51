import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** One resource as the template writes it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>> | undefined;
  readonly DependsOn?: string | readonly string[] | undefined;
  readonly Condition?: string | undefined;
  readonly Metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string | undefined;
  readonly Export?: { readonly Name: unknown } | undefined;
  readonly Condition?: string | undefined;
}

export interface Template {
  readonly Parameters: Readonly<Record<string, { Type: string; Default?: unknown }>>;
  readonly Mappings: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, TemplateOutput>>;
}

export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
  /** Values given to parameters by the assembly. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the stacks that CDK deploys first. */
  readonly after: readonly string[];
}

export interface Assembly {
  readonly stacks: readonly StackTemplate[];
  /** File or directory of each asset, by its key in the assets bucket (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
}

const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  // Rules only check the bootstrap version, which has no meaning here.
  Rules: z.unknown().optional(),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z
    .record(
      z.string(),
      z.strictObject({
        Type: z.string(),
        Properties: z.record(z.string(), z.unknown()).optional(),
        DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
        Condition: z.string().optional(),
        Metadata: z.record(z.string(), z.unknown()).optional(),
        // They matter when a stack is updated or deleted, which never happens here.
        DeletionPolicy: z.string().optional(),
        UpdateReplacePolicy: z.string().optional(),
        UpdatePolicy: z.unknown().optional(),
      }),
    )
    .default({}),
  Outputs: z
    .record(
      z.string(),
      z.strictObject({
        Value: z.unknown(),
        Description: z.string().optional(),
        Export: z.strictObject({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});

const manifestSchema = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        dependencies: z.array(z.string()).default([]),
        properties: z
          .looseObject({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            parameters: z.record(z.string(), z.string()).optional(),
            file: z.string().optional(),
            directoryName: z.string().optional(),
          })
          .default({}),
      }),
    )
    .default({}),
});

const assetsSchema = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `${file} is not readable JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${file}: ${issue?.path.join('.') || 'the file'} is not what the local cloud expects: ${issue?.message ?? ''}.`,
  );
}

/**
 * Reads what `cdk synth` wrote: every stack of every stage, and where the assets lie.
 *
 * @param directory `cdk.out`
 * @throws Error with one sentence when it is missing or holds something unexpected
 */
export function readAssembly(directory: string): Assembly {
  const manifestFile = join(directory, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new Error(`${resolve(directory)} holds no cloud assembly (manifest.json): run cdk synth first.`);
  }
  const { artifacts } = readJson(manifestFile, manifestSchema);
  const stackNames = new Map<string, string>();
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack') stackNames.set(id, properties.stackName ?? id);
  }
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, string>();
  for (const [id, { type, dependencies, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack' && properties.templateFile !== undefined) {
      stacks.push({
        name: stackNames.get(id) ?? id,
        template: readJson(join(directory, properties.templateFile), templateSchema),
        parameters: properties.parameters ?? {},
        after: dependencies.flatMap((dependency) => stackNames.get(dependency) ?? []),
      });
    } else if (type === 'cdk:asset-manifest' && properties.file !== undefined) {
      for (const [key, path] of readAssets(directory, properties.file)) assets.set(key, path);
    } else if (type === 'cdk:cloud-assembly' && properties.directoryName !== undefined) {
      const nested = readAssembly(join(directory, properties.directoryName));
      stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) assets.set(key, path);
    }
  }
  return { stacks, assets };
}

function* readAssets(directory: string, file: string): Iterable<[string, string]> {
  const { files } = readJson(join(directory, file), assetsSchema);
  for (const { source, destinations } of Object.values(files)) {
    if (source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) {
      yield [objectKey, resolve(directory, source.path)];
    }
  }
}
