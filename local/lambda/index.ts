export type { LogLine } from './function-host.ts';
export { createLambda, type LambdaService } from './service.ts';
