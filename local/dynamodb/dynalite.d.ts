/** The expression parsers of dynalite 4: grammars checked against DynamoDB, error messages included. */
declare module 'dynalite/db/conditionParser.js' {
  const parser: {
    /** The tree, or the sentence that says what is wrong; throws SyntaxError. */
    parse(
      text: string,
      options: { context: object },
    ): string | { expression: import('./expression-tree.ts').Condition; pathHeads: Record<string, true> };
  };
  export default parser;
}

declare module 'dynalite/db/updateParser.js' {
  const parser: {
    parse(
      text: string,
      options: { context: object },
    ): string | { sections: import('./expression-tree.ts').UpdateAction[] };
  };
  export default parser;
}

declare module 'dynalite/db/projectionParser.js' {
  const parser: {
    parse(
      text: string,
      options: { context: object },
    ): string | { paths: import('./expression-tree.ts').Path[] };
  };
  export default parser;
}
