import { describe, expect, test } from 'vitest';
import type { PushLiveDependencies } from '../../../functions/push-live/dependencies.ts';
import { parseLiveEvent } from '../../../functions/push-live/live-event.ts';
import { pushLive } from '../../../functions/push-live/push-live.ts';
import type { Case } from '../../../shared/domain/case.ts';
import {
  type LiveConnection,
  type LiveTopic,
  readLiveConnections,
  saveLiveConnection,
} from '../../../shared/stores/live-connection-store.ts';
import { openCase } from '../../domain/builders.ts';
import { caseCloud } from '../case-cloud.ts';

const CHAT = 'c1'.repeat(32);
const TOPIC: LiveTopic = `visitor#${CHAT}`;
const inAnHour = (now: Date) => Math.floor(now.getTime() / 1000) + 3_600;

/** Screens of one chat, by what posting to each comes to. */
function screens(
  answers: Readonly<Record<string, 'told' | 'gone' | Error>>,
  cases: readonly Case[] = [openCase({ channel: 'webchat', contactPointId: CHAT })],
) {
  const product = caseCloud();
  const { now, newId } = product.outside;
  const told: [string, unknown][] = [];
  const dependencies: PushLiveDependencies = {
    now,
    log: (code) => void product.lines.push({ code }),
    live: {
      async tell(connectionId, update) {
        const answer = answers[connectionId] ?? 'gone';
        if (answer instanceof Error) throw answer;
        told.push([connectionId, update]);
        return answer;
      },
    },
    stores: {
      case: async () => cases[0],
      connections: (topic) => readLiveConnections(product.table, topic, now()),
      save: (connection) => saveLiveConnection(product.table, connection),
    },
  };
  const save = (connection: Partial<LiveConnection>) =>
    saveLiveConnection(product.table, {
      topic: TOPIC,
      connectionId: 'one',
      expiresAt: inAnHour(now()),
      ...connection,
    });
  const event = (more: object = {}) =>
    parseLiveEvent(
      JSON.stringify({
        source: 'throughline',
        'detail-type': 'ReplySent',
        detail: {
          eventId: newId(),
          at: now().toISOString(),
          caseId: openCase().caseId,
          interactionId: 'a0'.repeat(16),
          agent: 'ana',
          ...more,
        },
      }),
    );
  return {
    ...product,
    told,
    save,
    push: (more?: object) => pushLive(event(more), dependencies),
    connected: async () =>
      (await readLiveConnections(product.table, TOPIC, now())).map(({ connectionId }) => connectionId),
  };
}

describe('news of a case', () => {
  test('reach every screen of its chat: that something changed, and nothing of what', async () => {
    const { save, push, told, connected } = screens({ one: 'told', two: 'told' });
    await save({ connectionId: 'one' });
    await save({ connectionId: 'two' });
    await save({ connectionId: 'other', topic: 'visitor#somebody-else' });
    await push();
    const update = { type: 'ReplySent', caseId: openCase().caseId, interactionId: 'a0'.repeat(16) };
    expect(told).toEqual([
      ['one', update],
      ['two', update],
    ]);
    expect(await connected()).toEqual(['one', 'two']);
  });

  test('find out which screens have gone, and ask them no more', async () => {
    const { save, push, told, connected } = screens({ one: 'gone', two: 'told' });
    await save({ connectionId: 'one' });
    await save({ connectionId: 'two' });
    await push();
    expect(await connected()).toEqual(['two']);
    await push();
    expect(told.map(([connectionId]) => connectionId)).toEqual(['one', 'two', 'two']);
  });

  test('go to no screen whose two hours are over, though DynamoDB still has it', async () => {
    const { save, push, told, outside } = screens({ one: 'told' });
    await save({ expiresAt: Math.floor(outside.now().getTime() / 1000) - 1 });
    await push();
    expect(told).toEqual([]);
  });

  test('come again when a screen could not be told', async () => {
    const { save, push } = screens({ one: Object.assign(new Error(), { name: 'LimitExceededException' }) });
    await save({});
    await expect(push()).rejects.toThrow();
  });

  test('are dropped when they come too late for anybody', async () => {
    const { save, push, told, codes, outside } = screens({ one: 'told' });
    await save({});
    await push({ at: new Date(outside.now().getTime() - 300_001).toISOString() });
    expect([told, codes()]).toEqual([[], ['TL4009']]);
  });

  test('of a case that did not come by chat, or is not there, concern no screen', async () => {
    const sms = screens({ one: 'told' }, [openCase({ contactPointId: CHAT })]);
    await sms.save({});
    await sms.push();
    const missing = screens({ one: 'told' }, []);
    await missing.save({});
    await missing.push();
    expect([sms.told, missing.told]).toEqual([[], []]);
  });

  test('are those that a chat shows; another event is a dead letter', () => {
    const body = JSON.stringify({ source: 'throughline', 'detail-type': 'CaseClaimed', detail: {} });
    expect(() => parseLiveEvent(body)).toThrow('The event is not as documented');
  });
});
