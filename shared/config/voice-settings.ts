/** Callers, greeted and sorted by flows in Amazon Connect. An empty object is enough. */
export interface VoiceSettings {
  /**
   * Languages callers are spoken to in, at most six; the first is for everybody whose language is not known.
   * @default those of `languages` that have a voice and all prompts
   */
  readonly languages?: readonly string[];
  /**
   * Voices of Amazon Polly, by language. There is none for Belarusian.
   * @default Joanna, Ines, Bianca and Lucia
   */
  readonly voices?: Readonly<Record<string, string>>;
  /**
   * What callers choose from, at most five: the first is key 1. Key 0 leads to a person whatever it is about.
   * @default the queues, or no choice where there is only one
   */
  readonly departments?: readonly (DepartmentSettings | DepartmentGroupSettings)[];
  /**
   * ARN of the claimed number that callbacks come from.
   * @default none: no callback is offered
   */
  readonly callbackNumberArn?: string;
  /**
   * Numbers of many people, e.g. of a company's switchboard, in E.164: they identify nobody.
   * @default []
   */
  readonly sharedNumbers?: readonly string[];
}

export interface DepartmentSettings {
  /** As it is said, e.g. `bills and payments`, in one language or in each. */
  readonly name: string | Readonly<Record<string, string>>;
  /** Id of the queue it leads to. */
  readonly queue: string;
}

/** A choice that leads to further ones, at most five. */
export interface DepartmentGroupSettings {
  readonly name: string | Readonly<Record<string, string>>;
  readonly departments: readonly DepartmentSettings[];
}
