/** A pattern that EventBridge would refuse (`InvalidEventPatternException`), and the sentence that says why. */
export class InvalidEventPattern extends Error {
  /** Where in the pattern, keys joined by dots: `detail.state`; empty for the pattern itself. */
  readonly path: string;
  /** One sentence: what is wrong and what would be right. */
  readonly reason: string;

  constructor(path: readonly string[], reason: string) {
    const where = path.join('.');
    super(where === '' ? reason : `At "${where}": ${reason}`);
    this.name = 'InvalidEventPattern';
    this.path = where;
    this.reason = reason;
  }
}
