import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** A function as the assembly would deploy it. */
export interface DeployedFunction {
  /** Its folder's name under `functions`. */
  readonly name: string;
  /** The bundle. */
  readonly file: string;
  /** Its variables; what only AWS knows is an address that nobody answers. */
  readonly environment: Readonly<Record<string, string>>;
  /** How much Lambda itself writes into its log; INFO unless told. */
  readonly systemLogLevel: string;
}

const UNKNOWN = 'https://127.0.0.1/known-when-deployed';

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })),
});

const functionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  LoggingConfig: z.object({ SystemLogLevel: z.string().default('INFO') }),
  Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

/** Every function of the assembly's templates that is ours. */
export function deployedFunctions(assembly: string): DeployedFunction[] {
  return readdirSync(assembly)
    .filter((name) => name.endsWith('.template.json'))
    .flatMap((name) =>
      Object.values(template.parse(JSON.parse(readFileSync(join(assembly, name), 'utf8'))).Resources),
    )
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .flatMap(({ Properties }) => {
      const parsed = functionProperties.safeParse(Properties);
      if (!parsed.success) return [];
      const { Code, Environment, LoggingConfig } = parsed.data;
      const variables = Object.entries(Environment.Variables);
      return {
        name: Environment.Variables.POWERTOOLS_SERVICE_NAME,
        file: join(assembly, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
        environment: Object.fromEntries(
          variables.map(([key, value]) => [key, typeof value === 'string' ? value : UNKNOWN]),
        ),
        systemLogLevel: LoggingConfig.SystemLogLevel,
      };
    });
}
