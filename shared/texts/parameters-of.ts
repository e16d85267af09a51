import { IntlMessageFormat } from 'intl-messageformat';

/** The parameters an ICU message uses, each once; or why it is no such message. */
export function parametersOf(message: string): { parameters: string[] } | { error: string } {
  try {
    const format = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true });
    return { parameters: [...new Set(namesIn(format.getAst()))] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The parser answers with a constant's name, e.g. EXPECT_ARGUMENT_CLOSING_BRACE.
    return { error: text.toLowerCase().replaceAll('_', ' ') };
  }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Plain text is an element of its own kind; every other that has a value names a parameter. */
function namesIn(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === 0 || !('value' in element)) return [];
    const inside = 'options' in element ? Object.values(element.options).map(({ value }) => value) : [];
    return [element.value, ...inside.flatMap(namesIn)];
  });
}
