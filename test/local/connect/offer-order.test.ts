import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileChannel, ProfileQueue } from '../../../local/connect/agent.ts';
import {
  type FreeAgent,
  nextDelayEnd,
  nextOffer,
  type WaitingContact,
} from '../../../local/connect/offer-order.ts';

const NOW = 100_000;
const QUEUES = ['a', 'b', 'c'];
const channel = fc.constantFrom('VOICE' as const, 'TASK' as const);
/** Few values, so that ties are common. */
const few = (max: number) => fc.integer({ min: 0, max });

const profileQueue: fc.Arbitrary<ProfileQueue> = fc.record({
  queueId: fc.constantFrom(...QUEUES),
  channel,
  priority: fc.integer({ min: 1, max: 3 }),
  delayMs: fc.constantFrom(0, 30_000, 60_000),
});

const profileChannel: fc.Arbitrary<ProfileChannel> = fc.record({
  concurrency: fc.integer({ min: 1, max: 3 }),
  besidesOthers: fc.boolean(),
});

const agent: fc.Arbitrary<FreeAgent> = fc.record({
  queues: fc.uniqueArray(profileQueue, {
    maxLength: 4,
    selector: ({ queueId, channel: of }) => `${queueId} ${of}`,
  }),
  channels: fc
    .record({ VOICE: profileChannel, TASK: profileChannel }, { requiredKeys: [] })
    .map((given) => new Map(Object.entries(given)) as FreeAgent['channels']),
  busy: fc
    .record({ VOICE: few(3), TASK: few(3) }, { requiredKeys: [] })
    .map((given) => new Map(Object.entries(given)) as FreeAgent['busy']),
  idleSince: few(3),
});

const contact: fc.Arbitrary<WaitingContact> = fc.record({
  queueId: fc.constantFrom(...QUEUES),
  channel,
  priority: fc.integer({ min: 1, max: 3 }),
  since: few(4).map((step) => NOW - (step - 1) * 20_000),
  waitsSince: few(4).map((step) => NOW - step * 20_000),
});

/** The rules one by one, without any order of looking: the profile's priority of an offer that may be made. */
function rankOf(of: FreeAgent, one: WaitingContact): number | undefined {
  const own = of.channels.get(one.channel);
  if (!own || (of.busy.get(one.channel) ?? 0) >= own.concurrency) return undefined;
  const other = one.channel === 'VOICE' ? 'TASK' : 'VOICE';
  if ((of.busy.get(other) ?? 0) > 0 && !of.channels.get(other)?.besidesOthers) return undefined;
  const entry = of.queues.find((queue) => queue.queueId === one.queueId && queue.channel === one.channel);
  return entry && NOW - one.waitsSince >= entry.delayMs ? entry.priority : undefined;
}

describe('the order in which contacts are offered', () => {
  test('is by who is idle longest, then profile, priority and age, for any agents and contacts', () => {
    fc.assert(
      fc.property(
        fc.array(agent, { maxLength: 5 }),
        fc.array(contact, { maxLength: 6 }),
        (agents, waiting) => {
          const offer = nextOffer(agents, waiting, NOW);
          const possible = agents.flatMap((of) =>
            waiting.flatMap((one) => {
              const rank = rankOf(of, one);
              return rank === undefined ? [] : [{ of, one, rank }];
            }),
          );
          expect(offer === undefined).toBe(possible.length === 0);
          if (!offer) return;
          const rank = rankOf(offer.agent, offer.contact);
          expect(rank).toBeDefined();
          expect(Math.min(...possible.map(({ of }) => of.idleSince))).toBe(offer.agent.idleSince);
          for (const { of, one, rank: other } of possible) {
            if (of !== offer.agent) continue;
            const better = [
              other - (rank ?? 0),
              one.priority - offer.contact.priority,
              one.since - offer.contact.since,
            ];
            expect(better.find((difference) => difference !== 0) ?? 0).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('offers again at the moment the next delay is over, not before', () => {
    fc.assert(
      fc.property(agent, contact, (of, one) => {
        if (nextOffer([of], [one], NOW)) return;
        const end = nextDelayEnd([of], [one], NOW);
        const later = nextOffer([of], [one], NOW + 3_600_000);
        expect(end === undefined).toBe(later === undefined);
        if (end === undefined) return;
        expect(nextOffer([of], [one], end - 1)).toBeUndefined();
        expect(nextOffer([of], [one], end)).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
