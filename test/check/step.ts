/** What a step of the check came to. */
export interface Outcome {
  /** `skipped` says that the machine lacks something the step needs; it never stands for "nothing to do". */
  readonly state: 'passed' | 'failed' | 'skipped';
  /** One line: what was looked at, with counts. */
  readonly summary: string;
  /** For a failure: everything the tool said. */
  readonly output?: string;
}

/** One thing that the check looks at. */
export interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

export const passed = (summary: string): Outcome => ({ state: 'passed', summary });
export const failed = (summary: string, output: string): Outcome => ({ state: 'failed', summary, output });
export const skipped = (summary: string): Outcome => ({ state: 'skipped', summary });
