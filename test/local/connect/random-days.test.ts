import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Agent } from '../../../local/connect/agent.ts';
import { centre, end, intoQueue, SECOND } from './centre.ts';

const PEOPLE = ['ana', 'bela', 'carla'];

type Deed =
  | { readonly do: 'dial' | 'task' }
  | { readonly do: 'hangUp' | 'press'; readonly which: number }
  | {
      readonly do: 'login' | 'logout' | 'available' | 'accept' | 'reject' | 'end' | 'complete';
      readonly who: string;
    }
  | { readonly do: 'wait'; readonly ms: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('dial' as const, 'task' as const) }),
  fc.record({ do: fc.constantFrom('hangUp' as const, 'press' as const), which: fc.nat(8) }),
  fc.record({
    do: fc.constantFrom(
      'login' as const,
      'logout' as const,
      'available' as const,
      'accept' as const,
      'reject' as const,
      'end' as const,
      'complete' as const,
    ),
    who: fc.constantFrom(...PEOPLE),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, SECOND, 19_999, 20_000, 61_000) }),
);

const WAY = /^INITIATED( CONNECTED_TO_SYSTEM)?( QUEUED)?( CONNECTED_TO_AGENT)?( DISCONNECTED( COMPLETED)?)?$/;
/** Of a callback, which waits again when nobody answers. */
const WAY_BACK =
  /^INITIATED( QUEUED)*( CONNECTED_TO_SYSTEM( CONNECTED_TO_AGENT)?)?( DISCONNECTED( COMPLETED)?)?$/;

/** While they wait, callers can ask to be called back by pressing 1. */
function busyCentre() {
  const it = centre({ MaxContacts: 4 });
  const queueFlow = it.addFlow(
    {
      ask: {
        type: 'GetParticipantInput',
        parameters: { Text: 'Press 1.', InputTimeLimitSeconds: '60', StoreInput: 'False' },
        then: 'ask',
        errors: { InputTimeLimitExceeded: 'ask', NoMatchingCondition: 'ask', NoMatchingError: 'stay' },
        cases: [['Equals', '1', 'back']],
      },
      back: {
        type: 'CreateCallbackContact',
        parameters: {
          InitialCallDelaySeconds: '5',
          MaximumConnectionAttempts: '2',
          RetryDelaySeconds: '5',
        },
        then: 'end',
        errors: { NoMatchingError: 'ask' },
      },
      stay: { type: 'EndFlowExecution' },
      end,
    },
    'CUSTOMER_QUEUE',
  );
  const flow = it.addFlow({
    hook: {
      type: 'UpdateContactEventHooks',
      parameters: { EventHooks: { CustomerQueue: queueFlow } },
      then: 'queue',
      errors: { NoMatchingError: 'end' },
    },
    ...intoQueue(it.queue),
  });
  it.desk.route(it.number, flow);
  for (const username of PEOPLE) it.desk.hire({ username });
  const { agents } = it.desk;

  const apply = async (one: Deed) => {
    switch (one.do) {
      case 'dial':
        return void it.desk.dial(it.number, { from: '+351900000000' });
      case 'task': {
        const input = { InstanceId: it.InstanceId, ContactFlowId: flow, Name: 'task' };
        return await it.cloud
          .call('connect', 'StartTaskContact', input, { kind: 'developer' })
          .catch(() => undefined);
      }
      case 'hangUp': {
        const contact = it.desk.contacts()[one.which];
        return contact && it.desk.hangUp(contact);
      }
      case 'press': {
        const contact = it.desk.contacts()[one.which];
        return contact && it.desk.press(contact, '1');
      }
      case 'wait':
        return await it.cloud.scheduler.advance(one.ms);
      case 'login':
        return void agents.login(one.who);
      case 'available':
        return agents.setStatus(one.who, 'Available');
      default:
        return void agents[one.do](one.who);
    }
  };

  const check = () => {
    for (const agent of agents.all()) {
      const contacts = [...agent.contacts];
      const calls = contacts.filter(({ channel }) => channel === 'VOICE');
      expect(calls.length).toBeLessThanOrEqual(1);
      expect(contacts.length - calls.length).toBeLessThanOrEqual(2);
      for (const { offer, agent: own } of contacts) expect(offer?.agent ?? own).toBe(agent);
    }
    const contacts = it.desk.contacts();
    for (const contact of contacts) {
      const holders = agents.all().filter((agent) => agent.contacts.has(contact));
      expect(holders.length).toBeLessThanOrEqual(1);
      if (contact.state === 'connected') expect(holders).toEqual([contact.agent]);
      expect(it.eventTypes(contact).join(' ')).toMatch(contact.callback ? WAY_BACK : WAY);
    }
    // Nobody who is free and waits is left alone with a call that waits.
    const isFree = ({ status, missed, contacts: own }: Agent) =>
      status === 'Available' && !missed && own.size === 0;
    if (agents.all().some(isFree))
      expect(contacts.filter(({ state, offer }) => state === 'queued' && !offer)).toEqual([]);
  };
  return { ...it, apply, check };
}

test('whatever customers and agents do, nobody is lost, doubled or left waiting beside a free agent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 60 }), async (deeds) => {
      const it = busyCentre();
      for (const one of deeds) {
        // What makes no sense at the moment is refused with a sentence and changes nothing.
        await it.apply(one).catch((error) => expect(error).toBeInstanceOf(Error));
        await it.cloud.scheduler.quiet();
        it.check();
      }
      // Agents who work through all that is left.
      for (const who of PEOPLE) it.desk.agents.login(who);
      for (let round = 0; round < 200; round++) {
        await it.cloud.scheduler.advance(SECOND);
        for (const who of PEOPLE) {
          for (const contact of it.desk.agents.of(who).contacts) {
            if (contact.offer) it.desk.agents.accept(who, contact.id);
            else if (contact.state === 'connected') it.desk.agents.end(who, contact.id);
            else if (contact.state === 'ended') it.desk.agents.complete(who, contact.id);
          }
        }
      }
      await it.cloud.scheduler.quiet();
      for (const contact of it.desk.contacts()) {
        expect(contact.state).toBe('ended');
        expect(it.eventTypes(contact).at(-1)).toBe('COMPLETED');
      }
      expect(it.cloud.problems).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('the same deeds come to the same, to the last id', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 40 }), async (deeds) => {
      const [first, second] = [busyCentre(), busyCentre()];
      for (const it of [first, second]) {
        for (const one of deeds) {
          await it.apply(one).catch((error) => expect(error).toBeInstanceOf(Error));
          await it.cloud.scheduler.quiet();
        }
      }
      expect(first.details()).toEqual(second.details());
    }),
    { numRuns: 10 },
  );
}, 60_000);
