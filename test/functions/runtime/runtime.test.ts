import type { Context } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { onColdStart } from '../../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../../shared/runtime/environment.ts';
import { eventReader } from '../../../shared/runtime/event-consumer.ts';
import { PermanentFailure } from '../../../shared/runtime/failure.ts';
import { guarded } from '../../../shared/runtime/guarded.ts';
import { createLog } from '../../../shared/runtime/log.ts';
import { outsideWith } from '../../../shared/runtime/outside.ts';

const context = {} as Context;

describe('The environment of a function', () => {
  const shape = {
    TABLE_NAME: z.string().min(1),
    CLAIM_MINUTES: z.coerce.number().int(),
    BUS_NAME: z.string(),
  };

  test('is read with its types', () => {
    const read = readEnvironment({ TABLE_NAME: 't', CLAIM_MINUTES: '15', BUS_NAME: 'b', OTHER: 'x' }, shape);
    expect(read).toEqual({ TABLE_NAME: 't', CLAIM_MINUTES: 15, BUS_NAME: 'b' });
  });

  test('fails with one sentence that names every variable missing or wrong, and no value', () => {
    expect(() => readEnvironment({ TABLE_NAME: '', CLAIM_MINUTES: 'secret' }, shape)).toThrow(
      'The environment of this function is incomplete: TABLE_NAME, BUS_NAME are missing and CLAIM_MINUTES cannot be read.',
    );
  });
});

describe('A cold start', () => {
  test('builds at the first call outside Lambda, and only once', async () => {
    const build = vi.fn(() => async (event: number) => event + 1);
    const handler = onColdStart(build);
    expect(build).not.toHaveBeenCalled();
    expect(await handler(1, context)).toBe(2);
    expect(await handler(2, context)).toBe(3);
    expect(build).toHaveBeenCalledTimes(1);
  });

  test('builds while the module loads in Lambda, so that a mistake shows at deployment', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'f');
    expect(() =>
      onColdStart(() => {
        throw new Error('TABLE_NAME is missing');
      }),
    ).toThrow('TABLE_NAME is missing');
    vi.unstubAllEnvs();
  });
});

describe('A failing function', () => {
  test('lets out neither message nor stack of its error', async () => {
    const lines: unknown[] = [];
    const log = createLog('f', (line) => lines.push(line));
    const handler = guarded<string, void>(log, async () => {
      throw new RangeError('+12065550100 is out of range');
    });
    const thrown = await handler('event', context).catch((error: Error) => error);
    expect(String(thrown)).toBe('Error: The function failed; its log line TL1007 says with which error.');
    expect((thrown as Error).stack).toBe('');
    expect(lines).toEqual([expect.objectContaining({ code: 'TL1007', error: 'RangeError' })]);
  });
});

describe('The log', () => {
  test('withholds whatever looks like a text, an address or a phone number', () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLog('f', (line) => lines.push(line));
    const caseId = '7h3k9m2p5q8r1s4t-1';
    for (const value of [
      caseId,
      'ana@example.com',
      '+12065550100',
      '12065550100',
      'Where is it?',
      'x'.repeat(200),
    ]) {
      log('TL2002', { agent: value });
    }
    expect(lines.map(({ agent }) => agent)).toEqual([caseId, ...Array(5).fill('[withheld]')]);
  });
});

describe('An event out of a queue', () => {
  const read = eventReader({ name: 'CaseRouted', schema: z.object({ caseId: z.string() }) });
  const body = (change: object) =>
    JSON.stringify({
      source: 'throughline',
      'detail-type': 'CaseRouted',
      detail: { caseId: 'c' },
      ...change,
    });

  test('is its detail', () => {
    expect(read(body({}))).toEqual({ caseId: 'c' });
  });

  test.each([
    ['not JSON', '{'],
    ['another event', body({ 'detail-type': 'CaseOpened' })],
    ['of another source', body({ source: 'aws.s3' })],
    ['without a field', body({ detail: {} })],
  ])('is refused for good when it is %s', (_, text) => {
    expect(() => read(text)).toThrow(PermanentFailure);
  });

  test('is refused without repeating what it says', () => {
    expect(() => read(body({ detail: { caseId: 4155550182 } }))).toThrow(
      'The detail of CaseRouted is not as documented: look at caseId.',
    );
  });
});

test('Ids have 80 random bits in 16 characters', () => {
  const { newId } = outsideWith();
  const ids = new Set(Array.from({ length: 1000 }, () => newId()));
  expect(ids.size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
});
