/** What a worker is started with. */
export interface WorkerStart {
  readonly codeDirectory: string;
  /** `index.handler`: module `index.mjs` (or .js, .cjs), export `handler`. */
  readonly handler: string;
  /** Text or JSON, as the function's `LoggingConfig.LogFormat` asks. */
  readonly logFormat: 'Text' | 'JSON';
  /** The local cloud's time, for what the module does while it loads. */
  readonly now: number;
}

export interface InvokeMessage {
  readonly id: string;
  readonly event: string;
  /** The local cloud's time, which the worker's `Date` takes over. */
  readonly now: number;
  readonly deadline: number;
  readonly functionArn: string;
}

export type FromWorker =
  /** The module is loaded, or failed to: the next invocation says so. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'result'; readonly value: string | undefined; readonly durationMs: number }
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly durationMs: number;
    };
