/** Why a message did not leave, where an agent can do something about it. */
const SENTENCES: Readonly<Record<string, string>> = {
  'daily-quota':
    'Amazon SES takes no more mail from us today. Send it again tomorrow, or answer in another way.',
  'sending-paused': 'Mail is paused in our Amazon SES account. Send it again once it goes on.',
  'account-suspended': 'Amazon SES sends no mail for us any more. Answer in another way.',
};

/** A sentence for agents about the reason of a failure; undefined where its word says all there is. */
export function failureSentence(reason: string): string | undefined {
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason] : undefined;
}
