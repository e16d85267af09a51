/**
 * What a provider made of a message, whatever the channel:
 * - `sent`: the provider has it.
 * - `refused`: the provider answered that it will not send it; `reason` is its code in kebab case.
 * - `opted-out`: refused because the customer has opted out.
 * - `throttled`: the provider does not have it; it may be tried again. `lasting` says why, where that may last for longer
 *   than a queue keeps a message: a quota of the day, an account that may not send.
 * - `unknown`: the provider may or may not have it.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly providerMessageId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'throttled'; readonly lasting?: string }
  | { readonly kind: 'unknown'; readonly error: string };
