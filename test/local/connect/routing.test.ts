import { UpdateContactRoutingDataCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { centre, intoQueue, SECOND, type Step } from './centre.ts';

/** Who is asked about which contact, in order, as one agent takes all that waits. */
async function served(it: ReturnType<typeof centre>, username: string): Promise<string[]> {
  const order: string[] = [];
  it.desk.agents.login(username);
  await it.cloud.scheduler.quiet();
  while (it.desk.agents.of(username).contacts.size > 0) {
    const contact = it.desk.agents.accept(username);
    order.push(contact.customer?.address ?? '');
    it.desk.agents.end(username);
    it.desk.agents.complete(username);
    await it.cloud.scheduler.quiet();
  }
  return order;
}

const first = (parameters: object): Step => ({
  type: 'UpdateContactRoutingBehavior',
  parameters,
  then: 'queue',
});

describe('a queue', () => {
  test('serves by priority, then by age, with what flows add to it', async () => {
    const it = centre();
    const usual = it.addFlow(intoQueue(it.queue));
    const urgent = it.addFlow({ first: first({ QueuePriority: '1' }), ...intoQueue(it.queue) });
    const older = it.addFlow({ first: first({ QueueTimeAdjustmentSeconds: '600' }), ...intoQueue(it.queue) });
    const younger = it.addFlow({
      first: first({ QueueTimeAdjustmentSeconds: '-600' }),
      ...intoQueue(it.queue),
    });
    for (const [flow, from] of [
      [younger, '+3510000001'],
      [usual, '+3510000002'],
      [usual, '+3510000003'],
      [older, '+3510000004'],
      [urgent, '+3510000005'],
    ] as const) {
      await it.call(flow, from);
      await it.cloud.scheduler.advance(SECOND);
    }
    it.desk.hire({ username: 'ana' });
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['5', '4', '2', '3', '1']);
  });

  test('reorders who waits already a minute after it is asked', async () => {
    const it = centre();
    const flow = it.addFlow(intoQueue(it.queue));
    await it.call(flow, '+3510000001');
    await it.cloud.scheduler.advance(SECOND);
    const second = await it.call(flow, '+3510000002');
    await it.client.send(
      new UpdateContactRoutingDataCommand({
        InstanceId: it.InstanceId,
        ContactId: second.id,
        QueuePriority: 1,
      }),
    );
    expect(second.priority).toBe(5);
    await it.cloud.scheduler.advance(60 * SECOND);
    it.desk.hire({ username: 'ana' });
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['2', '1']);
    await expect(
      it.client.send(
        new UpdateContactRoutingDataCommand({ InstanceId: it.InstanceId, ContactId: second.id }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a routing profile', () => {
  test('takes its first queue first, and another only after its delay', async () => {
    const it = centre();
    const other = it.addQueue('other');
    it.addProfile('helper', [it.serves(it.queue, 2), it.serves(other, 1, 30)]);
    it.desk.hire({ username: 'ana', profile: 'helper' });
    await it.call(it.addFlow(intoQueue(it.queue)), '+3510000001');
    await it.call(it.addFlow(intoQueue(other)), '+3510000002');
    await it.cloud.scheduler.advance(30 * SECOND);
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['2', '1']);
  });

  test('wakes its agents when a delay is over', async () => {
    const it = centre();
    it.addProfile('helper', [it.serves(it.queue, 1, 30)]);
    it.desk.hire({ username: 'ana', profile: 'helper' });
    it.desk.agents.login('ana');
    const contact = await it.call(it.addFlow(intoQueue(it.queue)));
    await it.cloud.scheduler.advance(30 * SECOND - 1);
    expect(contact.offer).toBeUndefined();
    await it.cloud.scheduler.advance(1);
    expect(contact.offer?.agent.user.username).toBe('ana');
  });
});

describe('routing criteria', () => {
  /** Two agents of whom one speaks Italian well, and a call that waits. */
  async function skilled() {
    const it = centre();
    const security = it.make('SecurityProfile', 'Security', { SecurityProfileName: 'Agent' }).ref;
    const profile = it.addProfile('calls', [it.serves(it.queue)]);
    it.make('PredefinedAttribute', 'Language', { Name: 'Language', Values: { StringList: ['it'] } });
    const ids = [5, 2].map((Level) =>
      it
        .make('User', `User${Level}`, {
          Username: `level-${Level}`,
          RoutingProfileArn: profile,
          SecurityProfileArns: [security],
          UserProficiencies: [{ AttributeName: 'Language', AttributeValue: 'it', Level }],
        })
        .ref.split('/')
        .at(-1),
    );
    const contact = await it.call(it.addFlow(intoQueue(it.queue)));
    return {
      ...it,
      ids,
      contact,
      want: async (...Steps: object[]) => {
        const command = { InstanceId: it.InstanceId, ContactId: contact.id, RoutingCriteria: { Steps } };
        await it.client.send(
          new UpdateContactRoutingDataCommand(
            command as ConstructorParameters<typeof UpdateContactRoutingDataCommand>[0],
          ),
        );
      },
      login: async (username: string) => {
        it.desk.agents.login(username);
        await it.cloud.scheduler.quiet();
        return contact.offer?.agent.user.username;
      },
    };
  }

  const agent = (...AgentIds: (string | undefined)[]) => ({
    AttributeCondition: { ComparisonOperator: 'Match', MatchCriteria: { AgentsCriteria: { AgentIds } } },
  });
  const italian = (ProficiencyLevel: number) => ({
    AttributeCondition: {
      Name: 'Language',
      Value: 'it',
      ProficiencyLevel,
      ComparisonOperator: 'NumberGreaterOrEqualTo',
    },
  });

  test('wait for the preferred agent, so long and then for anybody', async () => {
    const it = await skilled();
    await it.want({ Expression: agent(it.ids[0]), Expiry: { DurationInSeconds: 60 } });
    expect(await it.login('level-2')).toBeUndefined();
    await it.cloud.scheduler.advance(60 * SECOND);
    expect(it.contact.offer?.agent.user.username).toBe('level-2');
    expect(it.details().at(-1)).toMatchObject({
      eventType: 'CONTACT_DATA_UPDATED',
      updatedProperties: ['RoutingCriteria.Step.Status'],
      routingCriteria: { index: 1, steps: [{ status: 'EXPIRED', expiry: { durationInSeconds: 60 } }] },
    });
  });

  test.each([
    ['who has the skill', italian(4), 'level-5'],
    ['who has both', { AndExpression: [italian(2), italian(4)] }, 'level-5'],
    ['who has one of them', { OrExpression: [italian(4), italian(2)] }, 'level-2'],
    ['who has it not', { NotAttributeCondition: italian(4).AttributeCondition }, 'level-2'],
    [
      'whose level is within',
      {
        AttributeCondition: {
          Name: 'Language',
          Value: 'it',
          Range: { MinProficiencyLevel: 3, MaxProficiencyLevel: 5 },
          ComparisonOperator: 'Range',
        },
      },
      'level-5',
    ],
  ])('choose %s', async (_what, Expression, chosen) => {
    const it = await skilled();
    await it.want({ Expression });
    await it.login('level-2');
    expect(await it.login('level-5')).toBe(chosen);
  });

  test('are taken back with no steps, and refused when they say two things', async () => {
    const it = await skilled();
    await it.want({ Expression: italian(4) });
    expect(await it.login('level-2')).toBeUndefined();
    await it.want();
    await it.cloud.scheduler.quiet();
    expect(it.contact.offer?.agent.user.username).toBe('level-2');
    await expect(
      it.want({ Expression: { ...italian(4), OrExpression: [italian(2)] } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
