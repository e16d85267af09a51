import { describe, expect, test } from 'vitest';
import { activateRuleSet } from '../../functions/activate-rule-set/activate-rule-set.ts';
import { requestSchema } from '../../functions/activate-rule-set/request.ts';

const OURS = 'throughline-dev';

type Kind = 'own' | 'existing';

/** What CloudFormation asks, of an account in which `active` is the active rule set. */
async function ask(RequestType: string, Kind: Kind, active: string | undefined, failing = false) {
  const it = { active, set: [] as (string | undefined)[] };
  const answers: { url: string; body: unknown }[] = [];
  const request = requestSchema.parse({
    ...{ RequestType, ResponseURL: 'https://cloudformation.example/answer?signature=1' },
    ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Activation' },
    ...(RequestType !== 'Create' && { PhysicalResourceId: `${Kind}:${OURS}` }),
    ...{ ResourceType: 'Custom::ActiveReceiptRuleSet', ServiceToken: 'arn' },
    ResourceProperties: { ServiceToken: 'arn', RuleSetName: OURS, Kind },
  });
  await activateRuleSet(request, {
    active: {
      read: async () => {
        if (failing) throw Object.assign(new Error('secret'), { name: 'AccessDenied' });
        return it.active;
      },
      set: async (name) => {
        it.active = name;
        it.set.push(name);
      },
    },
    respond: async (url, body) => void answers.push({ url, body: JSON.parse(body) }),
    log: () => undefined,
  });
  const [answer, ...others] = answers;
  expect(others).toEqual([]);
  expect(answer).toMatchObject({
    url: 'https://cloudformation.example/answer?signature=1',
    body: {
      ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Activation' },
      PhysicalResourceId: `${Kind}:${OURS}`,
    },
  });
  return { ...it, answer: answer?.body };
}

describe('The activation of our receipt rules', () => {
  test.each(['Create', 'Update'])('activates our set where none is active (%s)', async (type) => {
    const { active, answer } = await ask(type, 'own', undefined);
    expect([active, answer]).toMatchObject([OURS, { Status: 'SUCCESS' }]);
  });

  test('leaves it as it is when ours is the active one', async () => {
    expect(await ask('Update', 'own', OURS)).toMatchObject({ set: [], answer: { Status: 'SUCCESS' } });
  });

  test('refuses the deployment when another is active, and says what to do', async () => {
    const { set, answer } = await ask('Create', 'own', 'shop');
    expect(set).toEqual([]);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/^The receipt rule set "shop" is active.*channels\.email\.ruleSet/),
    });
  });

  test.each([
    ['the one that is named', OURS, 'SUCCESS'],
    ['another one', 'shop', 'FAILED'],
    ['none', undefined, 'FAILED'],
  ])(
    'activates nothing when an existing set is extended and the active one is %s',
    async (_what, active, Status) => {
      expect(await ask('Create', 'existing', active)).toMatchObject({ set: [], answer: { Status } });
    },
  );

  test.each([
    ['ours', 'own', OURS, [undefined]],
    ['another one', 'own', 'shop', []],
    ['none', 'own', undefined, []],
    ['one of others that we extend', 'existing', OURS, []],
  ] as const)('when deleted, with %s active, deactivates only ours', async (_what, kind, active, set) => {
    expect(await ask('Delete', kind, active)).toMatchObject({ set, answer: { Status: 'SUCCESS' } });
  });

  test('answers also when SES does not, by the name of the error only', async () => {
    const { answer } = await ask('Create', 'own', undefined, true);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'SES did not answer (AccessDenied); deploy again.',
    });
  });
});
