import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new folder for a test; all of them go when the run ends. */
export const scratchFolder = (name: string): string => mkdtempSync(join(inject('scratch'), `${name}-`));
