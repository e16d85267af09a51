import { createLog, type Log } from './log.ts';
import { type Count, createCount } from './metrics.ts';
import type { Outside } from './outside.ts';

/** What every function writes with. */
export interface Tools {
  readonly log: Log;
  readonly count: Count;
}

/** Log and metrics of the function named `serviceName`. */
export function toolsFor(serviceName: string, { sink }: Pick<Outside, 'sink'>): Tools {
  return { log: createLog(serviceName, sink), count: createCount(serviceName, sink) };
}
