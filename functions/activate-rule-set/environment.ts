import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const activateRuleSetEnvironment = {
  ...commonEnvironment,
};
