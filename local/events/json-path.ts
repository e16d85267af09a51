const STEP = /\.([A-Za-z0-9_\-:@/]+)|\[(\d+)\]|\['([^']+)'\]/y;

/**
 * Reads the JSON path of an input path or input transformer: `$`, `$.detail.caseId`, `$.resources[0]`, `$.detail['a b']`.
 * Wildcards, slices and filters are not implemented.
 * @throws Error naming a path it cannot read
 */
export function parseJsonPath(path: string): readonly string[] {
  if (!path.startsWith('$')) throw new Error(`the JSON path ${path} does not begin with $`);
  const steps: string[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const from = STEP.lastIndex;
    const step = STEP.exec(path);
    const name = step?.[1] ?? step?.[2] ?? step?.[3];
    if (name === undefined) {
      throw new Error(`the JSON path ${path} is not implemented from "${path.slice(from)}" on`);
    }
    steps.push(name);
  }
  return steps;
}

/** The value at `steps`; undefined where there is none. */
export function valueAt(json: unknown, steps: readonly string[]): unknown {
  let value = json;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}
