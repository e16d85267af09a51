/**
 * Everything that is said on the phone, and what may stand in it. A platform team replaces any of it in
 * `throughline.config.ts` under `texts`. Each is one sentence with at most one thing to do: flows put them together.
 *
 * `company`, `department` and `digit` are known when a flow is published; `ahead` and `minutes` only during the call, so
 * a prompt takes its parameters as they are, without plurals: „People ahead of you: {ahead}.“
 */
export const PROMPT_PARAMETERS = {
  'voice.greeting': ['company'],

  /** To a customer with an open case. */
  'voice.case.question': [],
  'voice.case.yes': ['digit'],
  'voice.case.no': ['digit'],

  'voice.menu.department': ['department', 'digit'],
  /** The way to a person, whatever it is about. */
  'voice.menu.none': ['digit'],
  'voice.menu.wrong-key': [],

  /** Said before anything else in the queue. */
  'voice.queue.secured': [],
  'voice.queue.ahead': ['ahead'],
  'voice.queue.minutes': ['minutes'],
  /** When nobody can tell. */
  'voice.queue.unknown': [],
  'voice.queue.callback': ['digit'],
  'voice.queue.stay': ['digit'],
  'voice.queue.kept': [],

  'voice.callback.promised': [],
  'voice.callback.impossible': [],

  'voice.closed': [],
  'voice.closed.callback': ['digit'],
  /** The queue is full, or Connect failed. */
  'voice.unreachable': [],
  'voice.goodbye': [],

  'voice.hold': [],

  /** What an agent hears before the caller, about them. */
  'voice.agent.unknown': [],
  'voice.agent.known': [],
  'voice.agent.waiting': [],
  'voice.agent.late': [],
  'voice.agent.open': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PromptKey = keyof typeof PROMPT_PARAMETERS;

/** The prompts of one language. */
export type Prompts = Readonly<Record<PromptKey, string>>;
