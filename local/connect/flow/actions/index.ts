import type { ActionKind } from '../action-kind.ts';
import { attributeActions } from './attributes.ts';
import { branchActions } from './branches.ts';
import { callbackActions } from './callback.ts';
import { checkActions } from './checks.ts';
import { endActions } from './ends.ts';
import { inputActions } from './input.ts';
import { lambdaActions } from './invoke-lambda.ts';
import { messageActions } from './messages.ts';
import { queueActions } from './queues.ts';
import { settingActions } from './settings.ts';

/** The actions that a flow may have here, by type. */
export const actionKinds: ReadonlyMap<string, ActionKind> = new Map(
  [
    ...messageActions,
    ...inputActions,
    ...lambdaActions,
    ...attributeActions,
    ...branchActions,
    ...queueActions,
    ...checkActions,
    ...callbackActions,
    ...endActions,
    ...settingActions,
  ].map((kind) => [kind.type, kind]),
);
