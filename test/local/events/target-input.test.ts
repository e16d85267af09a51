import { describe, expect, test } from 'vitest';
import type { BusEvent } from '../../../local/events/event.ts';
import { InvalidInput, targetInput } from '../../../local/events/target-input.ts';

const event: BusEvent = {
  version: '0',
  id: 'event-1',
  'detail-type': 'Thing',
  source: 'test',
  account: '123456789012',
  time: '2026-11-22T02:16:05Z',
  region: 'eu-west-1',
  resources: ['first', 'second'],
  detail: { text: 'say "hi"', count: 3, nested: { a: [1] }, nothing: null },
};
const rule = { arn: 'arn:rule', name: 'watch' };
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}): string =>
  targetInput({ InputTransformer: { InputTemplate, InputPathsMap } })(event, rule);

describe('what a target gets', () => {
  test('is the event, a part of it, or a constant', () => {
    expect(targetInput({})(event, rule)).toBe(JSON.stringify(event));
    expect(targetInput({ InputPath: '$.detail.nested' })(event, rule)).toBe('{"a":[1]}');
    expect(targetInput({ InputPath: '$.detail.absent' })(event, rule)).toBe('null');
    expect(targetInput({ Input: '"hello"' })(event, rule)).toBe('"hello"');
  });

  test('is a template with values in their JSON form, escaped inside quotes', () => {
    const paths = {
      text: '$.detail.text',
      count: '$.detail.count',
      nested: '$.detail.nested',
      second: '$.resources[1]',
    };
    expect(
      JSON.parse(template('{"t":<text>,"c":<count>,"n":<nested>,"s":"id <second>: <text>"}', paths)),
    ).toEqual({
      t: 'say "hi"',
      c: 3,
      n: { a: [1] },
      s: 'id second: say "hi"',
    });
  });

  test('knows the variables of AWS', () => {
    const json = template(
      '{"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name>","all":<aws.events.event.json>,"head":<aws.events.event>}',
    );
    const { detail: _detail, ...head } = event;
    expect(JSON.parse(json)).toEqual({ arn: 'arn:rule', name: 'watch', all: event, head });
  });

  test('has an empty text where the event lacks the path', () => {
    expect(template('{"x":<x>,"y":"[<x>]"}', { x: '$.detail.absent' })).toBe('{"x":"","y":"[]"}');
  });

  test('may be text rather than JSON', () => {
    expect(template('"<type> came"', { type: '$.detail-type' })).toBe('"Thing came"');
  });

  test('is refused when a JSON template gives no JSON', () => {
    expect(() => template('{"x":<nobody>}')).toThrow(InvalidInput);
  });
});
