/**
 * Every line this project logs, by code. Tests and runbooks refer to the codes; the message never takes a value.
 * Codes are never reused (TL2006 was a line per published batch): TL1… runtime, TL2… inbound, TL3… routing and hand-over,
 * TL4… agents, replies and receipts.
 */
export const LOG_CATALOGUE = {
  TL1001: { level: 'error', message: 'A request failed unexpectedly.' },
  TL1002: { level: 'warn', message: 'A message failed and returns to its queue.' },
  TL1003: { level: 'error', message: 'A message can never succeed and was moved to the dead-letter queue.' },
  TL1004: { level: 'error', message: 'A dead letter could not be stored; the message returns to its queue.' },
  TL1005: { level: 'warn', message: 'The rest of a message group waits for its failed head.' },
  TL1006: { level: 'info', message: 'An event that is already known was ignored.' },
  TL1007: { level: 'error', message: 'A function failed; AWS retries it.' },
  TL1008: {
    level: 'error',
    message: 'A message failed at its last delivery and was moved to the dead-letter queue.',
  },
  TL2001: { level: 'info', message: 'A message was accepted at the edge.' },
  TL2002: { level: 'info', message: 'An interaction was recorded.' },
  TL2003: { level: 'info', message: 'A redelivered message was recognised; nothing changed.' },
  TL2004: { level: 'info', message: 'Two writers met; the message is decided again.' },
  TL2005: { level: 'warn', message: 'Events could not be published and are tried again.' },
  TL2007: { level: 'warn', message: 'What stood for a reply token in an address of ours was not genuine.' },
  TL3001: { level: 'info', message: 'A case was routed.' },
  TL3002: { level: 'info', message: 'A hand-over waits for its turn.' },
  TL3003: { level: 'info', message: 'A case was handed over.' },
  TL3004: { level: 'info', message: 'A hand-over was given up because the case moved on.' },
  TL3005: { level: 'warn', message: 'Amazon Connect is throttling; the drainer waits.' },
  TL3006: { level: 'error', message: 'A hand-over was refused: by Amazon Connect, or as too old.' },
  TL3007: { level: 'warn', message: 'The quota of open tasks is used up; hand-overs wait.' },
  TL3008: { level: 'warn', message: 'Amazon Connect did not answer; the same hand-over is tried again.' },
  TL3009: { level: 'info', message: 'A promise is at risk or broken, and that was announced.' },
  TL3010: { level: 'warn', message: 'More promises are due than one run could look at.' },
  TL3011: { level: 'error', message: 'A promise could not be checked; the next run tries again.' },
  TL4001: { level: 'info', message: 'A reply was sent.' },
  TL4002: { level: 'warn', message: 'A reply was refused by the provider.' },
  TL4003: { level: 'error', message: 'It is unknown whether a reply was sent; it is shown and not resent.' },
  TL4004: { level: 'warn', message: 'The provider is throttling; the reply is queued again.' },
  TL4005: { level: 'info', message: 'A customer opted out.' },
  TL4006: { level: 'info', message: 'A delivery report was recorded.' },
  TL4007: { level: 'info', message: 'A delivery report changed nothing.' },
  TL4008: { level: 'info', message: 'Screens were told that something changed.' },
  TL4009: { level: 'info', message: 'News of a case came too late for any screen and were dropped.' },
  TL4101: { level: 'info', message: 'A message got no receipt.' },
} as const satisfies Record<string, { level: 'info' | 'warn' | 'error'; message: string }>;

export type LogCode = keyof typeof LOG_CATALOGUE;
