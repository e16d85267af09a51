/** A page in docs/runbooks per kind of alarm; every alarm's description ends with one of them. */
export const RUNBOOKS = {
  deadLetters: 'docs/runbooks/dead-letters.md',
  waitingMessages: 'docs/runbooks/waiting-messages.md',
  functionErrors: 'docs/runbooks/function-errors.md',
  unpublishedEvents: 'docs/runbooks/unpublished-events.md',
  promises: 'docs/runbooks/promises.md',
  agentApi: 'docs/runbooks/agent-api.md',
  mail: 'docs/runbooks/mail.md',
  channelsApi: 'docs/runbooks/channels-api.md',
  surveys: 'docs/runbooks/surveys.md',
} as const;

export type Runbook = keyof typeof RUNBOOKS;
