/** An address we get mail at, as the configuration names it. */
export interface Mailbox {
  readonly address: string;
  readonly topic?: string | undefined;
}

export interface Recipients {
  /** RCPT TO, as SES states it. */
  readonly envelope: readonly string[];
  /** Addresses of To, Cc, Delivered-To and their like, in the order they stand there. */
  readonly headers: readonly string[];
}

/**
 * The mailbox a mail came to. What the headers name goes first: a mail to two of our mailboxes may be delivered twice,
 * and is one message nevertheless. A mailbox that only the envelope names got a blind copy. Undefined: none of ours.
 */
export function mailboxOf<Known extends Mailbox>(
  { envelope, headers }: Recipients,
  mailboxes: readonly Known[],
): Known | undefined {
  for (const recipient of [...headers, ...envelope]) {
    const { address } = apart(recipient);
    const found = mailboxes.find((mailbox) => mailbox.address.toLowerCase() === address);
    if (found) return found;
  }
  return undefined;
}

/** What stands behind a plus in addresses of our mailboxes: reply tokens, or what somebody took for one. */
export function plusPartsOf({ envelope, headers }: Recipients, mailboxes: readonly Mailbox[]): string[] {
  const ours = new Set(mailboxes.map(({ address }) => address.toLowerCase()));
  const parts = [...envelope, ...headers].map(apart).filter(({ address }) => ours.has(address));
  return [...new Set(parts.flatMap(({ plus }) => (plus === '' ? [] : [plus])))].slice(0, MOST_PARTS);
}

/** Each costs a signature to check. */
const MOST_PARTS = 10;

/** `support+token@example.com`, in lower case: mail systems change the case of letters. */
function apart(recipient: string): { readonly address: string; readonly plus: string } {
  const lower = recipient.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const local = lower.slice(0, Math.max(at, 0));
  const plus = local.indexOf('+');
  if (plus < 0) return { address: lower, plus: '' };
  return { address: local.slice(0, plus) + lower.slice(at), plus: local.slice(plus + 1) };
}
