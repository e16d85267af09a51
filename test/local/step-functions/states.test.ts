import { expect, test } from 'vitest';
import { machineOf, workflowCloud } from './support.ts';

/** Runs these states to their end. */
async function run(states: Record<string, object>, input: unknown = {}) {
  const it = await workflowCloud();
  const execution = await it.start(it.addMachine('Machine', machineOf(states)), input);
  expect(it.cloud.problems).toEqual([]);
  return { ...it, execution, ...(await it.result(execution)) };
}

test('variables reach every later state, and Output sees them as they were before Assign', async () => {
  const { output } = await run({
    First: { Type: 'Pass', Assign: { n: 1 }, Next: 'Second' },
    Second: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: { before: '{% $n %}' }, Next: 'Third' },
    Third: { Type: 'Pass', Output: { before: '{% $states.input.before %}', after: '{% $n %}' }, End: true },
  });
  expect(output).toEqual({ before: 1, after: 2 });
});

test('a branch sees the variables around it, and keeps its own to itself', async () => {
  const branch = {
    StartAt: 'In',
    States: {
      In: { Type: 'Pass', Assign: { inner: '{% $outer & "!" %}' }, Next: 'Out' },
      Out: { Type: 'Pass', Output: '{% $inner %}', End: true },
    },
  };
  const { output } = await run({
    Set: { Type: 'Pass', Assign: { outer: 'seen' }, Next: 'Both' },
    Both: { Type: 'Parallel', Branches: [branch, branch], Next: 'After' },
    After: {
      Type: 'Pass',
      Output: { results: '{% $states.input %}', inner: '{% $exists($inner) %}' },
      End: true,
    },
  });
  expect(output).toEqual({ results: ['seen!', 'seen!'], inner: false });
});

test('the first choice that holds leads on, with what it assigns', async () => {
  const { output } = await run(
    {
      Which: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.score > 4 %}', Next: 'End', Assign: { mood: 'glad' } },
          { Condition: '{% $states.input.score > 2 %}', Next: 'End', Assign: { mood: 'so so' } },
          { Condition: true, Next: 'End', Assign: { mood: 'sad' } },
        ],
      },
      End: { Type: 'Pass', Output: '{% $mood %}', End: true },
    },
    { score: 3 },
  );
  expect(output).toBe('so so');
});

test('a choice without a match and a default fails, and so does a condition that is no truth value', async () => {
  const choice = (Condition: string) => ({
    Which: { Type: 'Choice', Choices: [{ Condition, Next: 'End' }] },
    End: { Type: 'Succeed' },
  });
  expect(await run(choice('{% false %}'))).toMatchObject({
    status: 'FAILED',
    error: 'States.NoChoiceMatched',
  });
  expect(await run(choice('{% "yes" %}'))).toMatchObject({ error: 'States.QueryEvaluationError' });
});

test('a Fail says what its expressions give', async () => {
  const fail = { Type: 'Fail', Error: '{% "Too" & "Late" %}', Cause: '{% $states.input.why %}' };
  expect(await run({ Fail: fail }, { why: 'night' })).toMatchObject({ error: 'TooLate', cause: 'night' });
});

test('a branch that fails ends the others, which leave no timer behind', async () => {
  const wait = { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 1_000, End: true } } };
  const fails = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No' } } };
  const it = await run({ Both: { Type: 'Parallel', Branches: [wait, fails], End: true } });
  expect(it).toMatchObject({ status: 'FAILED', error: 'No' });
  expect(it.nextTimer()).toBeUndefined();
});

test('a Map works on so many items at once, each with its index', async () => {
  const states = {
    Each: {
      Type: 'Map',
      Items: '{% [1..5] %}',
      MaxConcurrency: 2,
      ItemSelector: '{% $states.context.Map.Item %}',
      ItemProcessor: {
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', Seconds: 10, Next: 'Sum' },
          Sum: { Type: 'Pass', Output: '{% $states.input.Index + $states.input.Value %}', End: true },
        },
      },
      End: true,
    },
  };
  const it = await run(states);
  expect(it.stepFunctions.executions()[0]?.currentStates).toEqual(['Wait', 'Wait']);
  await it.cloud.scheduler.advance(29_999);
  expect((await it.result(it.execution)).status).toBe('RUNNING');
  await it.cloud.scheduler.advance(1);
  expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: [1, 3, 5, 7, 9] });
});

test('time, chance and ids in an expression are those of the cloud', async () => {
  const pass = {
    Type: 'Pass',
    Output: {
      now: '{% $now() %}',
      ms: '{% $millis() %}',
      day: '{% $now("[Y]-[M01]-[D01]") %}',
      id: '{% $uuid() %}',
    },
    End: true,
  };
  const one = await run({ Pass: pass });
  const other = await run({ Pass: pass });
  expect(one.output).toMatchObject({
    now: '2026-11-22T02:16:05.123Z',
    day: '2026-11-22',
    ms: 1_795_313_765_123,
  });
  expect(one.output).toEqual(other.output);
});

test('the functions that Step Functions adds to JSONata are there', async () => {
  const { output } = await run({
    Pass: {
      Type: 'Pass',
      Output: {
        partition: '{% $partition([1,2,3], 2) %}',
        range: '{% $range(0, 10, 5) %}',
        hash: '{% $hash("a", "MD5") %}',
        parse: '{% $parse("{\\"a\\":1}").a %}',
        random: '{% $random(7) = $random(7) %}',
      },
      End: true,
    },
  });
  expect(output).toEqual({
    partition: [[1, 2], [3]],
    range: [0, 5, 10],
    hash: '0cc175b9c0f1b6a831c399e269772661',
    parse: 1,
    random: true,
  });
});

test('an expression that never ends is stopped', async () => {
  const loop = '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}';
  const { status, cause } = await run({ Loop: { Type: 'Pass', Output: loop, End: true } });
  expect(status).toBe('FAILED');
  expect(cause).toContain('took more than 100000 steps');
});

test('a machine that runs in a circle ends at the limit of its history', async () => {
  const { status, error } = await run({
    A: { Type: 'Pass', Next: 'B' },
    B: { Type: 'Pass', Next: 'A' },
  });
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
});

test('what is no expression stands for itself, and functions are no values', async () => {
  const literal = { a: ' {% 1 %} ', 'b.$': '$.x', c: ['$states.input', null, 0.5] };
  expect((await run({ Pass: { Type: 'Pass', Output: literal, End: true } })).output).toEqual(literal);
  expect(await run({ Pass: { Type: 'Pass', Output: '{% $sum %}', End: true } })).toMatchObject({
    error: 'States.QueryEvaluationError',
  });
});
