import { expect, test } from 'vitest';
import { drawMachine } from '../../web/console/state-graph.ts';

const ask = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'Answered' };
const drawing = drawMachine(
  'surveys',
  JSON.stringify({
    StartAt: 'Rest',
    States: {
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Decide' },
      Decide: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Ask' }], Default: 'Rest' },
      Ask: { ...ask, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Remind' }] },
      Remind: ask,
      Answered: { Type: 'Succeed' },
    },
  }),
);

test('a state stands below all that lead to it, and what leads back moves nothing', () => {
  const rows = Object.fromEntries(drawing.states.map(({ name, row }) => [name, row]));
  expect(rows).toEqual({ Rest: 0, Decide: 1, Ask: 2, Remind: 3, Answered: 4 });
});

test('every way is drawn once, as what it is', () => {
  expect(drawing.ways.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual([
    'Rest next Decide',
    'Decide choice Ask',
    'Decide choice Rest',
    'Ask next Answered',
    'Ask catch Remind',
    'Remind next Answered',
  ]);
});

test('no two states share a place', () => {
  const places = drawing.states.map(({ row, column }) => `${row} ${column}`);
  expect(new Set(places).size).toBe(drawing.states.length);
});
