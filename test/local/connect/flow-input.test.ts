import { StartTaskContactCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { centre, end, SECOND, type Step, say } from './centre.ts';

const menu: Record<string, Step> = {
  menu: {
    type: 'GetParticipantInput',
    parameters: { Text: 'Press 1 or 2.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
    then: 'other',
    errors: { InputTimeLimitExceeded: 'late', NoMatchingCondition: 'other', NoMatchingError: 'error' },
    cases: [
      ['Equals', '1', 'one'],
      ['Equals', '2', 'two'],
    ],
  },
  one: say('one', 'end'),
  two: say('two', 'end'),
  other: say('other', 'end'),
  late: say('late', 'end'),
  error: say('error', 'end'),
  end,
};

/** Stores digits and says what was stored, or `bad`. */
const store = (InputValidation: object, more: object = {}): Record<string, Step> => ({
  store: {
    type: 'GetParticipantInput',
    parameters: {
      Text: 'Your number?',
      InputTimeLimitSeconds: '5',
      StoreInput: 'True',
      InputValidation,
      ...more,
    },
    then: 'said',
    errors: {
      NoMatchingError: 'error',
      ...('PhoneNumberValidation' in InputValidation && { InvalidPhoneNumber: 'bad' }),
    },
  },
  said: say('stored $.StoredCustomerInput', 'end'),
  bad: say('bad', 'end'),
  error: say('error', 'end'),
  end,
});

const digits = { CustomValidation: { MaximumLength: '4' } };

async function heardAfter(steps: Record<string, Step>, keys: readonly (string | number)[]) {
  const it = centre();
  const contact = await it.call(it.addFlow(steps));
  for (const key of keys) {
    if (typeof key === 'number') await it.cloud.scheduler.advance(key * SECOND);
    else it.desk.press(contact, key);
  }
  await it.cloud.scheduler.advance(30 * SECOND);
  return it.desk.heard(contact).map(({ text }) => text)[1];
}

describe('a menu', () => {
  test.each([
    ['the key pressed, while the prompt is heard', ['1'], 'one'],
    ['the key pressed after it', [3, '2'], 'two'],
    ['the first of several keys', ['21'], 'two'],
    ['a key that is not on it', ['9'], 'other'],
    ['no key within the time, which begins after the prompt', [5.5, '1'], 'one'],
    ['no key at all', [], 'late'],
  ])('goes on by %s', async (_what, keys, heard) => {
    expect(await heardAfter(menu, keys)).toBe(heard);
  });

  test('is no place for a task: error branch', async () => {
    const it = centre();
    const flow = it.addFlow({
      ...menu,
      error: { ...end },
    });
    await it.client.send(
      new StartTaskContactCommand({ InstanceId: it.InstanceId, ContactFlowId: flow, Name: 'x' }),
    );
    await it.cloud.scheduler.quiet();
    expect(it.desk.tasks()).toMatchObject([{ endReason: 'CONTACT_FLOW_DISCONNECT', heard: [] }]);
  });
});

describe('stored digits', () => {
  test.each([
    ['end with #', ['12#'], 'stored 12'],
    ['end at the most there may be', ['123456'], 'stored 1234'],
    ['end when no further key comes', ['12', 5], 'stored 12'],
    ['go on while keys come in time', ['1', 4, '2', 4, '3#'], 'stored 123'],
    ['begin anew with *', ['19*28#'], 'stored 28'],
    ['are Timeout without any', [], 'stored Timeout'],
  ])('%s', async (_what, keys, heard) => {
    expect(await heardAfter(store(digits), keys)).toBe(heard);
  });

  test('may end and go on otherwise', async () => {
    const DTMFConfiguration = {
      InputTerminationSequence: '**',
      DisableCancelKey: 'True',
      InterdigitTimeLimitSeconds: '2',
    };
    expect(await heardAfter(store(digits, { DTMFConfiguration }), ['12**'])).toBe('stored 12');
    expect(await heardAfter(store(digits, { DTMFConfiguration }), ['1', 3])).toBe('stored 1');
  });

  const e164 = { PhoneNumberValidation: { NumberFormat: 'E164' } };
  const local = { PhoneNumberValidation: { NumberFormat: 'Local', CountryCode: 'PT' } };
  test.each([
    ['a number in E.164', e164, ['351912345678#'], 'stored +351912345678'],
    ['a national one', local, ['912345678#'], 'stored +351912345678'],
    ['one too short', e164, ['12#'], 'bad'],
    ['a national one too short', local, ['1#'], 'bad'],
  ])('are checked as %s', async (_what, validation, keys, heard) => {
    expect(await heardAfter(store(validation), keys)).toBe(heard);
  });
});

test('keys that no step waits for are not heard', async () => {
  const { menu: asks, ...rest } = menu;
  const steps = { hello: say('A long welcome to everybody.', 'menu'), menu: asks as Step, ...rest };
  const it = centre();
  const contact = await it.call(it.addFlow(steps));
  it.desk.press(contact, '1');
  await it.cloud.scheduler.advance(30 * SECOND);
  expect(it.desk.heard(contact).at(-1)?.text).toBe('late');
});
