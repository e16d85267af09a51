import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compilePattern, InvalidEventPattern } from '../../shared/event-pattern/index.ts';

/** Patterns with the verdict Amazon EventBridge gave; they live beside the project, not in it. */
const recordings = resolve(import.meta.dirname, '../../../shared/conformance/event-patterns.json');

interface Recording {
  readonly name: string;
  readonly expect: 'match' | 'no-match' | 'invalid-pattern';
  readonly event: unknown;
  readonly pattern: unknown;
}

function verdict(recording: Recording): Recording['expect'] {
  try {
    return compilePattern(recording.pattern).matches(recording.event) ? 'match' : 'no-match';
  } catch (error) {
    if (error instanceof InvalidEventPattern) return 'invalid-pattern';
    throw error;
  }
}

describe.skipIf(!existsSync(recordings))('event patterns recorded from Amazon EventBridge', () => {
  const all: Recording[] = existsSync(recordings) ? JSON.parse(readFileSync(recordings, 'utf8')) : [];

  test('there are 155 of them', () => {
    expect(all).toHaveLength(155);
  });

  test.each(all.map((recording) => [recording.name, recording] as const))('%s', (_name, recording) => {
    expect(verdict(recording)).toBe(recording.expect);
  });
});
