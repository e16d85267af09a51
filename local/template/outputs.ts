/** Outputs that CDK adds by itself for references between stacks. */
const OF_CDK = /^ExportsOutput/;

/**
 * Outputs of all stacks under their own names, which is how people ask for them. A name that two stacks use is given
 * with its stack (`dev-cases.Url`) instead.
 */
export function flatOutputs(
  byStack: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Record<string, string> {
  const all = Object.entries(byStack).flatMap(([stack, outputs]) =>
    Object.entries(outputs)
      .filter(([name]) => !OF_CDK.test(name))
      .map(([name, value]) => ({ stack, name, value })),
  );
  return Object.fromEntries(
    all.map(({ stack, name, value }) => {
      const unique = all.filter((other) => other.name === name).length === 1;
      return [unique ? name : `${stack}.${name}`, value];
    }),
  );
}
