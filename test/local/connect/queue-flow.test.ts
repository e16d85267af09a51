import { describe, expect, test } from 'vitest';
import { centre, end, intoQueue, SECOND, type Step, say } from './centre.ts';

const hook = (EventHooks: object, then: string): Step => ({
  type: 'UpdateContactEventHooks',
  parameters: { EventHooks },
  then,
  errors: { NoMatchingError: 'end' },
});

const loop = (seconds: number | undefined, then = 'menu'): Step => ({
  type: 'MessageParticipantIteratively',
  parameters: {
    Messages: [{ Text: 'Please hold.' }],
    ...(seconds && { InterruptFrequencySeconds: String(seconds) }),
  },
  cases: seconds ? [['Equals', 'MessagesInterrupted', then]] : [],
});

/** A call that waits in a queue with a queue flow of these steps. */
async function waiting(steps: Record<string, Step>, options = {}) {
  const it = centre(options);
  const queueFlow = it.addFlow(steps, 'CUSTOMER_QUEUE');
  const flow = it.addFlow({ hook: hook({ CustomerQueue: queueFlow }, 'queue'), ...intoQueue(it.queue) });
  const contact = await it.call(flow);
  return { ...it, flow, contact, heard: () => it.desk.heard(contact).map(({ text }) => text) };
}

const menu: Step = {
  type: 'GetParticipantInput',
  parameters: { Text: 'Press 1 to leave.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
  then: 'hold',
  errors: { InputTimeLimitExceeded: 'hold', NoMatchingCondition: 'hold', NoMatchingError: 'hold' },
  cases: [['Equals', '1', 'end']],
};

describe('who waits', () => {
  test('hears the loop, is interrupted, and goes back to it', async () => {
    const it = await waiting({ hold: loop(30), menu, end });
    expect(it.contact).toMatchObject({ state: 'queued', queue: { name: 'general' } });
    await it.cloud.scheduler.advance(31 * SECOND);
    expect(it.heard()).toEqual(['Please hold.', 'Press 1 to leave.']);
    await it.cloud.scheduler.advance(10 * SECOND);
    expect(it.heard()).toEqual(['Please hold.', 'Press 1 to leave.', 'Please hold.']);
    await it.cloud.scheduler.advance(30 * SECOND);
    it.desk.press(it.contact, '1');
    await it.cloud.scheduler.quiet();
    expect(it.contact).toMatchObject({ state: 'ended', endReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(it.eventTypes()).toEqual(['INITIATED', 'QUEUED', 'DISCONNECTED', 'COMPLETED']);
    expect(it.cloud.problems).toEqual([]);
  });

  test('waits on in silence when the flow ends', async () => {
    const it = await waiting({ once: say('Welcome.', 'stay'), stay: { type: 'EndFlowExecution' } });
    await it.cloud.scheduler.advance(3_600 * SECOND);
    expect(it.contact.state).toBe('queued');
    expect(it.heard()).toEqual(['Welcome.']);
  });

  test('leaves by hanging up, and the queue has room again', async () => {
    const it = await waiting({ hold: loop(undefined) }, { MaxContacts: 1 });
    const second = await it.call(it.flow);
    await it.cloud.scheduler.advance(10 * SECOND);
    expect(it.desk.heard(second).map(({ text }) => text)).toEqual(['All lines are busy.']);
    it.desk.hangUp(it.contact);
    expect(it.contact).toMatchObject({ state: 'ended', endReason: 'CUSTOMER_DISCONNECT' });
    expect(await it.call(it.flow)).toMatchObject({ state: 'queued' });
  });

  test('moves on into another queue', async () => {
    const it = centre();
    const other = it.addQueue('other');
    const queueFlow = it.addFlow(
      {
        hold: loop(30, 'move'),
        move: {
          type: 'DequeueContactAndTransferToQueue',
          parameters: { QueueId: other },
          then: 'end',
          errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
        },
        end,
      },
      'CUSTOMER_QUEUE',
    );
    const contact = await it.call(
      it.addFlow({ hook: hook({ CustomerQueue: queueFlow }, 'queue'), ...intoQueue(it.queue) }),
    );
    await it.cloud.scheduler.advance(30 * SECOND);
    expect(contact).toMatchObject({ state: 'queued', queue: { name: 'other' } });
  });

  test('is not led on by a hook to a flow of another type', async () => {
    const it = centre();
    const inbound = it.addFlow({ end });
    const flow = it.addFlow({ hook: hook({ CustomerQueue: inbound }, 'queue'), ...intoQueue(it.queue) });
    expect(await it.call(flow)).toMatchObject({ state: 'ended' });
    expect(() => it.connect.ready?.(it.cloud)).toThrow(
      'is a flow of type CONTACT_FLOW, not of type CUSTOMER_QUEUE',
    );
  });
});

describe('what a flow asks about a queue', () => {
  const metric = (MetricType: string, operator: string, operand: string): Record<string, Step> => ({
    queue: {
      type: 'CheckMetricData',
      parameters: { MetricType, QueueId: '$.Attributes.queue' },
      then: 'no',
      errors: { NoMatchingError: 'error', NoMatchingCondition: 'no' },
      cases: [[operator, operand, 'yes']],
    },
    yes: say('yes', 'end'),
    no: say('no', 'end'),
    error: say('error', 'end'),
    end,
  });
  const about = (queue: string, steps: Record<string, Step>): Record<string, Step> => ({
    set: {
      type: 'UpdateContactAttributes',
      parameters: { Attributes: { queue }, TargetContact: 'Current' },
      then: 'queue',
      errors: { NoMatchingError: 'error' },
    },
    ...steps,
  });

  test('agents: staffed and available are counted, others not', async () => {
    const it = centre();
    it.make('AgentStatus', 'Break', { Name: 'Break', State: 'ENABLED' });
    const ask = (MetricType: string) =>
      it.hear(about(it.queue, metric(MetricType, 'NumberGreaterThan', '0')));
    it.desk.hire({ username: 'ana' });
    expect(await ask('NumberOfAgentsOnline')).toEqual(['no']);
    it.desk.agents.login('ana', 'Break');
    expect(await ask('NumberOfAgentsOnline')).toEqual(['yes']);
    expect(await ask('NumberOfAgentsStaffed')).toEqual(['no']);
    it.desk.agents.setStatus('ana', 'Available');
    expect(await ask('NumberOfAgentsStaffed')).toEqual(['yes']);
    expect(await ask('NumberOfAgentsAvailable')).toEqual(['yes']);
    expect(await it.hear(about('nowhere', metric('NumberOfAgentsOnline', 'NumberGreaterThan', '0')))).toEqual(
      ['error'],
    );
  });

  test('contacts: how many, and how old the oldest', async () => {
    const it = centre();
    await it.call(it.addFlow(intoQueue(it.queue)));
    await it.cloud.scheduler.advance(90 * SECOND);
    const ask = (type: string, operator: string, operand: string) =>
      it.hear(about(it.queue, metric(type, operator, operand)), 2);
    expect(await ask('NumberOfContactsInQueue', 'NumberGreaterOrEqualTo', '1')).toEqual(['yes']);
    expect(await ask('NumberOfContactsInQueue', 'NumberGreaterThan', '1')).toEqual(['no']);
    expect(await ask('OldestContactInQueueAgeSeconds', 'NumberGreaterOrEqualTo', '90')).toEqual(['yes']);
    expect(await ask('OldestContactInQueueAgeSeconds', 'NumberLessThan', '90')).toEqual(['no']);
  });

  test('all numbers at once; nobody there and nobody waiting is an error', async () => {
    const it = centre();
    const steps = about(it.queue, {
      queue: {
        type: 'GetMetricData',
        parameters: { QueueId: '$.Attributes.queue' },
        then: 'said',
        errors: { NoMatchingError: 'error' },
      },
      said: say('$.Metrics.Queue.Size wait, $.Metrics.Agents.Online.Count there', 'end'),
      error: say('error', 'end'),
      end,
    });
    expect(await it.hear(steps)).toEqual(['error']);
    await it.call(it.addFlow(intoQueue(it.queue)));
    expect(await it.hear(steps)).toEqual(['1 wait, 0 there']);
  });

  test('hours: of the queue, or others by name', async () => {
    // The clock of these tests begins on a Sunday in November.
    const open = {
      Config: [{ Day: 'SUNDAY', StartTime: { Hours: 1, Minutes: 0 }, EndTime: { Hours: 4, Minutes: 0 } }],
    };
    const it = centre({ hours: open });
    const closed = it.make('HoursOfOperation', 'Closed', { Name: 'never', TimeZone: 'UTC', Config: [] }).ref;
    const check = (parameters: object): Record<string, Step> => ({
      check: {
        type: 'CheckHoursOfOperation',
        parameters,
        then: 'no',
        errors: { NoMatchingError: 'error' },
        cases: [
          ['Equals', 'True', 'yes'],
          ['Equals', 'False', 'no'],
        ],
      },
      yes: say('open', 'end'),
      no: say('closed', 'end'),
      error: say('error', 'end'),
      end,
    });
    const target: Step = {
      type: 'UpdateContactTargetQueue',
      parameters: { QueueId: it.queue },
      then: 'check',
      errors: { NoMatchingError: 'error' },
    };
    expect(await it.hear(check({}), 5)).toEqual(['error']);
    expect(await it.hear({ target, ...check({}) }, 5)).toEqual(['open']);
    expect(await it.hear(check({ HoursOfOperationId: it.hoursArn }), 5)).toEqual(['open']);
    expect(await it.hear(check({ HoursOfOperationId: closed }), 5)).toEqual(['closed']);
    await it.cloud.scheduler.advance(2 * 3_600 * SECOND);
    expect(await it.hear({ target, ...check({}) }, 5)).toEqual(['closed']);
  });
});
