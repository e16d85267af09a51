import type { Context } from 'aws-lambda';

/** What AWS calls. */
export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The handler made by `build`, built once. In Lambda that happens while the module loads, where a missing variable
 * fails the deployment and the processor is not throttled; elsewhere at the first call, so that importing a handler
 * needs no environment.
 *
 * @throws what `build` throws, e.g. the sentence of a missing variable.
 */
export function onColdStart<Event, Result>(
  build: (environment: Environment) => LambdaHandler<Event, Result>,
): LambdaHandler<Event, Result> {
  let built = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : build(process.env);
  return (event, context) => {
    built ??= build(process.env);
    return built(event, context);
  };
}
