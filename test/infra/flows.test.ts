import { describe, expect, test } from 'vitest';
import { checkFlow } from '../../infra/connect/flows/check/check-flow.ts';
import { flowContent } from '../../infra/connect/flows/flow.ts';
import { taskFlow } from '../../infra/connect/flows/task.ts';

const general = { id: 'general', arn: 'arn:aws:connect:eu-west-2:111122223333:instance/i/queue/general' };
const billing = { id: 'billing', arn: 'arn:aws:connect:eu-west-2:111122223333:instance/i/queue/billing' };

describe('The flow of tasks', () => {
  test('is one that the service takes', () => {
    const content = flowContent(taskFlow([general, billing], general));
    expect(checkFlow(content, { type: 'CONTACT_FLOW', endings: ['end'] })).toEqual([]);
  });
});
