import { describe, expect, test } from 'vitest';
import { build } from '../../functions/identify-caller/handler.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { caseToItem } from '../../shared/stores/case-store.ts';
import { CUSTOMER_ID, customer, OUR_NUMBER, openCase, route, THEIR_NUMBER } from '../domain/builders.ts';
import { caseCloud, NO_CONTEXT } from './case-cloud.ts';

const outbox = { commit: 'one', at: '2026-11-22T12:00:00.000Z', events: [] };

/** What a flow sends, with parts that this function does not look at. */
const call = (contact: object = {}) => ({
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: {},
      Channel: 'VOICE',
      ContactId: '4a573372-1f28-4e26-b97b-0123456789ab',
      CustomerEndpoint: { Address: THEIR_NUMBER, Type: 'TELEPHONE_NUMBER' },
      SystemEndpoint: { Address: OUR_NUMBER, Type: 'TELEPHONE_NUMBER' },
      InitiationMethod: 'INBOUND',
      MediaStreams: { Customer: { Audio: null } },
      Queue: null,
      ...contact,
    },
    Parameters: { anything: { at: ['all', 1, true] } },
  },
});

function identifier() {
  const world = caseCloud();
  const handler = build({ ...world.environment, POWERTOOLS_SERVICE_NAME: 'identify-caller' }, world.outside);
  return {
    ...world,
    identify: (event: unknown = call()) => handler(event, NO_CONTEXT),
    async seed(channel: Channel = 'sms', profile = customer()) {
      const { customerId, ...fields } = profile;
      const point = {
        channel,
        address: THEIR_NUMBER,
        owner: customerId,
        head: customerId,
        firstSeenAt: fields.createdAt,
      };
      const id = contactPointIdOf({ channel, address: THEIR_NUMBER });
      await world.put({ pk: `contact-point#${id}`, sk: 'CONTACT_POINT', ...point });
      await world.put({ pk: `customer#${customerId}`, sk: 'PROFILE', ...fields });
      await world.put(
        caseToItem(
          openCase({ customerId, caseId: `${customerId}-1`, route: route({ queue: 'billing' }) }),
          outbox,
        ),
      );
    },
  };
}

const STRANGER = {
  known: 'no',
  language: 'en',
  queue: 'general',
  priority: '5',
  openCase: 'no',
  summary: 'Unknown caller.',
  arrivedAt: expect.any(String),
};

describe('Identifying a caller', () => {
  test('tells the flow who calls, in which language, and what an agent should know first', async () => {
    const { seed, identify, cloud } = identifier();
    await seed('sms', customer({ language: 'it', preferred: true }));
    expect(await identify()).toEqual({
      known: 'yes',
      language: 'it',
      customerId: CUSTOMER_ID,
      queue: 'general',
      priority: '2',
      openCase: 'yes',
      caseId: `${CUSTOMER_ID}-1`,
      caseQueue: 'billing',
      casePriority: '2',
      summary: 'Known customer, waiting for our answer.',
      arrivedAt: new Date(cloud.clock.now()).toISOString(),
    });
  });

  test('answers in text alone, so that a flow can compare and keep it', async () => {
    const { seed, identify } = identifier();
    await seed();
    for (const value of Object.values(await identify())) expect(value).toBeTypeOf('string');
  });

  test('P1 takes two reads, one after the other, and writes nothing: Connect may ask again', async () => {
    const { seed, identify, calls, items } = identifier();
    await seed();
    const before = await items('');
    expect(await identify()).toEqual(await identify());
    const made = (operation: string) => calls(operation).map((line) => line.calls);
    expect([made('BatchGetItem'), made('Query')]).toEqual([[2], [2]]);
    expect(await items('')).toEqual(before);
  });

  test('knows who has called before rather than who has written from that number', async () => {
    const { seed, identify } = identifier();
    await seed('sms', customer({ customerId: 'f'.repeat(16) }));
    await seed('voice');
    expect(await identify()).toMatchObject({ customerId: CUSTOMER_ID });
  });

  test.each([
    ['nobody knows', {}],
    ['is withheld', { CustomerEndpoint: { Address: 'anonymous', Type: 'TELEPHONE_NUMBER' } }],
    ['is withheld, in digits', { CustomerEndpoint: { Address: '+266696687', Type: 'TELEPHONE_NUMBER' } }],
    ['is null', { CustomerEndpoint: null, SystemEndpoint: null }],
    ['is not there', { CustomerEndpoint: undefined }],
    ['is empty', { CustomerEndpoint: { Address: null } }],
  ])('lets a caller whose number %s go on as unknown', async (name, contact) => {
    const { seed, identify } = identifier();
    if (name !== 'nobody knows') await seed();
    expect(await identify(call(contact))).toEqual(STRANGER);
  });

  test('reads nothing for a withheld number', async () => {
    const { identify, calls } = identifier();
    await identify(call({ CustomerEndpoint: { Address: 'anonymous' } }));
    expect([...calls('BatchGetItem'), ...calls('Query')]).toEqual([]);
  });

  test('knows nobody by a contact point whose customer is gone', async () => {
    const { put, identify } = identifier();
    const id = contactPointIdOf({ channel: 'voice', address: THEIR_NUMBER });
    const point = { channel: 'voice', address: THEIR_NUMBER, owner: 'x', head: 'x', firstSeenAt: 'x' };
    await put({ pk: `contact-point#${id}`, sk: 'CONTACT_POINT', ...point });
    expect(await identify()).toEqual(STRANGER);
  });

  test.each([{}, { Details: { ContactData: {} } }, null, 'call'])(
    'fails on %j, and the flow goes on',
    async (event) => {
      const { identify, codes } = identifier();
      await expect(identify(event)).rejects.toThrow('TL1007');
      expect(codes()).toEqual(['TL1007']);
    },
  );

  test('SEC9 logs ids and a word, never a number', async () => {
    const { seed, identify, lines } = identifier();
    await seed();
    await identify();
    expect(lines).toMatchObject([{ code: 'TL3012', customerId: CUSTOMER_ID, reason: 'waiting' }]);
    expect(JSON.stringify(lines)).not.toContain(THEIR_NUMBER.slice(1));
  });
});
