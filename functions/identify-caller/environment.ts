import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const identifyCallerEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
};
