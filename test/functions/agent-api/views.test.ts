import { expect, test } from 'vitest';
import { interactionView } from '../../../functions/agent-api/views.ts';
import { NOW } from '../../domain/builders.ts';
import { arrival } from '../product-table.ts';

test('A failure that agents can do something about says what, any other its word alone', () => {
  const shown = (reason: string) =>
    interactionView(arrival(1, { delivery: { state: 'failed', reason, at: NOW } })).delivery;
  expect(shown('daily-quota')).toEqual({
    state: 'failed',
    at: NOW,
    reason: 'daily-quota',
    sentence: expect.stringMatching(/Send it again tomorrow/),
  });
  for (const reason of ['message-rejected', 'constructor'])
    expect(shown(reason)).toEqual({ state: 'failed', at: NOW, reason, sentence: undefined });
});
