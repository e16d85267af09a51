import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files and folders under `test` in the order they start; what is not named follows, by path. */
const FIRST = [
  'simulation/simulation.test.ts',
  'simulation/mistakes.test.ts',
  'infra/synth.test.ts',
  'browser/console.test.ts',
  'infra/',
  'guards/',
  'journeys/',
  'bench/',
  'browser/',
  'simulation/',
] as const;

/** Starts what takes long first, so that workers end at about the same time; the order of every run is the same. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted(
      (one, other) => rank(one.moduleId) - rank(other.moduleId) || (one.moduleId < other.moduleId ? -1 : 1),
    );
  }
}

function rank(file: string): number {
  const at = FIRST.findIndex((path) => file.includes(`/test/${path}`));
  return at < 0 ? FIRST.length : at;
}
