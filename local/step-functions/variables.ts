/** Variables of one scope: it sees those around it, and nobody outside sees its own. */
export class Variables {
  readonly #outer: Variables | undefined;
  #own: Readonly<Record<string, unknown>> = {};

  constructor(outer?: Variables) {
    this.#outer = outer;
  }

  assign(values: Readonly<Record<string, unknown>>): void {
    this.#own = { ...this.#own, ...values };
  }

  visible(): Readonly<Record<string, unknown>> {
    return { ...this.#outer?.visible(), ...this.#own };
  }
}
