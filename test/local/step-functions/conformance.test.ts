import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workflowCloud } from './support.ts';

/** Executions that AWS Step Functions really ran; they live beside the project, not in it. */
const recordings = resolve(import.meta.dirname, '../../../../shared/conformance/step-functions-jsonata.json');

interface Recording {
  readonly name: string;
  readonly definition: Record<string, unknown>;
  readonly input: unknown;
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
}

describe.skipIf(!existsSync(recordings))('JSONata state machines recorded from AWS Step Functions', () => {
  const all: Recording[] = existsSync(recordings) ? JSON.parse(readFileSync(recordings, 'utf8')) : [];

  test('there are 30 of them', () => {
    expect(all).toHaveLength(30);
  });

  test.each(all.map((recording) => [recording.name, recording] as const))('%s', async (_name, recording) => {
    const cloud = await workflowCloud();
    const execution = await cloud.start(cloud.addMachine('Recorded', recording.definition), recording.input);
    await cloud.cloud.scheduler.advance(86_400_000);
    const { cause: _cause, ...result } = await cloud.result(execution);
    const { name: _, definition: _definition, input: _input, ...expected } = recording;
    expect(result).toEqual(expected);
    expect(cloud.cloud.problems).toEqual([]);
  });
});
