import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../shared/domain/business-time.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { PromiseTable } from '../../shared/domain/promise.ts';
import { receiptDecision } from '../../shared/domain/receipt.ts';
import { type FloodBucket, floodBucketsOf } from '../../shared/domain/receipt-flood.ts';
import { arrival, contactPoint } from '../functions/product-table.ts';
import { ago, customer, HOUR, NOW, openCase, resolvedCase } from './builders.ts';

// NOW is a Sunday.
const office: Calendar = {
  zone: 'Europe/Lisbon',
  week: [[], [{ start: 540, end: 1080 }], [], [], [], [], []],
  days: {},
};
const ALWAYS: PromiseTable = [{ name: 'all', withinMs: HOUR }];
const OFFICE: PromiseTable = [{ name: 'all', withinMs: HOUR, calendar: office }];
const DUE = ago(-HOUR);

interface Change {
  readonly interaction?: Partial<Interaction>;
  readonly case?: Partial<Case>;
  readonly contactPoint?: Partial<ContactPoint>;
  readonly twin?: Partial<ContactPoint>;
  readonly buckets?: readonly FloodBucket[];
}

function decide(change: Change = {}, promises = ALWAYS) {
  const interaction = arrival(1, { at: ago(1_000), ...change.interaction });
  const promise = { due: DUE, warnAt: ago(-HOUR / 2), state: 'standing' } as const;
  const newest = { interactionId: interaction.interactionId, interactionAt: interaction.at };
  return receiptDecision(
    {
      interaction,
      case: openCase({ promise, newest, ...change.case }),
      contactPoint: contactPoint(change.contactPoint),
      ...(change.twin && { twin: contactPoint(change.twin) }),
      customer: customer(),
      buckets: change.buckets ?? [],
      now: NOW,
    },
    promises,
  );
}

const broken = { due: ago(HOUR), warnAt: ago(2 * HOUR), state: 'broken' } as const;

describe('A receipt', () => {
  test('states the promise', () => {
    expect(decide()).toEqual({
      do: 'give',
      terms: { says: 'promised', due: DUE, calendar: undefined },
      buckets: [],
    });
  });

  test('says that nobody is there when the promise counts hours that have not begun', () => {
    expect(decide({}, OFFICE)).toMatchObject({
      terms: { says: 'closed', due: DUE, calendar: office },
    });
  });

  test.each([
    ['was announced as broken', broken],
    ['has passed, though the watch has not come by yet', { ...broken, due: NOW, state: 'at-risk' as const }],
  ])('names no moment when the promise %s', (_, promise) => {
    expect(decide({ case: { promise } })).toMatchObject({ terms: { says: 'late' } });
  });

  test('says to an unproven sender only that the message has come', () => {
    const stranger = { interaction: { proof: 'unproven', channel: 'email' } } as const;
    const receipt = decide({
      ...stranger,
      contactPoint: { proof: 'unproven' },
      case: { promise: undefined },
    });
    expect(receipt).toEqual({ do: 'give', terms: { says: 'bare' }, buckets: [] });
  });

  test('of a message that came hours late is given while its promise lies ahead', () => {
    expect(decide({ interaction: { at: ago(5 * HOUR) } })).toMatchObject({ terms: { says: 'promised' } });
  });

  test('is given an hour after the one before, no moment earlier', () => {
    expect(decide({ contactPoint: { receiptAt: ago(HOUR) } })).toMatchObject({ do: 'give' });
    expect(decide({ contactPoint: { receiptAt: ago(HOUR - 1) } })).toEqual({
      do: 'skip',
      because: 'recent-receipt',
    });
  });

  test('is not held up by a newer message from another address', () => {
    const newest = { interactionId: 'f'.repeat(32), interactionAt: NOW };
    expect(decide({ case: { newest, contactPointId: 'd1'.repeat(32) } })).toMatchObject({ do: 'give' });
  });

  test('is given when the reply to it was lost and nothing else is on its way', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 0 };
    expect(decide({ case: { replied } })).toMatchObject({ do: 'give' });
  });
});

describe('SEC5 A receipt to an address that proved nothing', () => {
  const stranger = {
    interaction: { proof: 'unproven', channel: 'email' },
    contactPoint: { proof: 'unproven' },
  } as const;
  const used = (fullAt: string): FloodBucket => ({
    name: 'domain',
    limit: { perSecond: 10 / 3_600, burst: 10 },
    bucket: { fullAt: Date.parse(fullAt) },
  });
  const full: FloodBucket = { name: 'all', limit: { perSecond: 1, burst: 1 } };

  test('takes from every bucket', () => {
    const { buckets } = { buckets: [], ...decide({ ...stranger, buckets: [used(NOW), full] }) };
    expect(buckets).toMatchObject([
      {
        name: 'domain',
        previous: { fullAt: Date.parse(NOW) },
        next: { fullAt: Date.parse(ago(-HOUR / 10)) },
      },
      { name: 'all', next: { fullAt: Date.parse(ago(-1_000)) } },
    ]);
  });

  test('is not given when one of them is empty', () => {
    const buckets = [full, used(ago(-HOUR))];
    expect(decide({ ...stranger, buckets })).toEqual({ do: 'skip', because: 'flood' });
  });

  test('is bounded with all others of the domain that somebody registered, whatever stands before it', () => {
    const nameOf = (address: string) => floodBucketsOf(address)[0]?.name;
    for (const same of ['b@example.org', 'a@x.example.org', 'a@y.x.example.org'])
      expect(nameOf(same)).toBe(nameOf('a@example.org'));
    expect(nameOf('a@x.bikes.co.uk')).toBe(nameOf('a@bikes.co.uk'));
    for (const other of ['a@example.com', 'a@bikes.co.uk', 'a@cars.co.uk', 'a@org'])
      expect(nameOf(other)).not.toBe(nameOf('a@bicycles.co.uk'));
    expect(nameOf('a@example.org')).not.toContain('example');
  });

  test('of somebody proven takes from none', () => {
    expect(decide({ buckets: [used(ago(-HOUR))] })).toMatchObject({ do: 'give', buckets: [] });
  });
});

describe('No receipt is given', () => {
  const newest = { interactionId: 'f'.repeat(32), interactionAt: NOW };
  test.each<[string, Change, string]>([
    ['to STOP', { interaction: { kind: 'opt-out' } }, 'no-message'],
    ['to what we sent', { interaction: { direction: 'outbound' } }, 'no-message'],
    ['in a chat', { interaction: { channel: 'webchat' } }, 'other-channel'],
    ['SEC5 to a machine', { interaction: { channel: 'email', automatic: true } }, 'automatic'],
    ['SEC2 on DMARC FAIL', { interaction: { channel: 'email', proof: 'failed' } }, 'proof-failed'],
    ['to what needs no answer', { interaction: { arrival: undefined } }, 'needs-no-answer'],
    ['to who has opted out', { contactPoint: { optedOutAt: NOW } }, 'opted-out'],
    ['where nothing arrives', { contactPoint: { unreachableAt: NOW } }, 'unreachable'],
    ['where nothing arrives, as unproven mail showed', { twin: { unreachableAt: NOW } }, 'unreachable'],
    ['to a mailbox that had one as unproven', { twin: { receiptAt: NOW } }, 'recent-receipt'],
    [
      'for unproven mail of a proven customer',
      { contactPoint: { proof: 'unproven' }, twin: {} },
      'known-proven',
    ],
    [
      'for unproven mail in the thread of a proven customer',
      { interaction: { channel: 'email', proof: 'unproven' } },
      'known-proven',
    ],
    ['to what SES takes for spam', { interaction: { channel: 'email', suspicious: true } }, 'suspicious'],
    ['after the answer', { case: { answered: 1 } }, 'answered'],
    ['after the case was resolved', { case: resolvedCase() }, 'answered'],
    [
      'while the answer is on its way',
      { case: { replied: { arrival: 1, agent: 'a', pending: 1 } } },
      'answered',
    ],
    ['when the same person has written again', { case: { newest } }, 'newer-message'],
    ['when nothing was promised', { case: { promise: undefined } }, 'no-promise'],
    [
      'as an apology for what is an hour old',
      { interaction: { at: ago(HOUR + 1) }, case: { promise: broken } },
      'too-old',
    ],
    [
      'as a bare acknowledgement of what is an hour old',
      { interaction: { at: ago(HOUR + 1), proof: 'unproven' }, contactPoint: { proof: 'unproven' } },
      'too-old',
    ],
  ])('%s', (_, change, because) => {
    expect(decide(change)).toEqual({ do: 'skip', because });
  });
});
