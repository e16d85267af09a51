import { sesOf } from '../../local/index.ts';
import type { MailboxMail, Verdicts } from '../../local/ses/index.ts';
import type { Product } from './product-cloud.ts';

export interface LetterParts {
  /** The From header. */
  readonly from?: string;
  /** @default the address in the From header */
  readonly envelopeFrom?: string;
  /** @default the first mailbox of the configuration */
  readonly to?: string;
  /** Fields that are added or take the place of those a mail has anyway; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly text?: string;
  /** Exactly these bytes instead of header and text. */
  readonly data?: Uint8Array;
  /** What the checks of this mail say. @default everybody passes */
  readonly verdicts?: Verdicts;
}

export const ANN = 'ann@example.org';

/** Somebody with a mail program, in front of the product. */
export function mailWriter(product: Product) {
  const ses = () => sesOf(product.cloud);
  const support = product.outputs.SupportEmailAddress ?? '';
  let letters = 0;

  /** A mail as it goes over the wire. */
  function letter({ from = `Ann <${ANN}>`, to = support, headers = {}, text = 'Hello' }: LetterParts = {}) {
    letters += 1;
    const all = {
      From: from,
      To: to,
      Date: new Date(product.cloud.clock.now()).toUTCString().replace('GMT', '+0000'),
      'Message-ID': `<letter-${letters}@example.org>`,
      Subject: 'My order',
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    );
    return Buffer.from([...lines, '', text, ''].join('\r\n'));
  }

  return {
    letter,
    /** Hands a mail in; nothing has happened with it yet. */
    post(parts: LetterParts = {}): void {
      const { from = ANN, envelopeFrom = addressIn(from), to = support, verdicts } = parts;
      const data = parts.data ?? letter(parts);
      const accepted = ses().receiveMail(product.cloud, { from: envelopeFrom, to: [to], data, verdicts });
      if (!accepted.accepted) throw new Error(accepted.reply);
    },
    /** What lies in somebody's mailbox. */
    mailbox: (address = ANN): readonly MailboxMail[] => ses().mailbox(address),
    /** The same, what was sent by itself only. */
    automatic: (address = ANN) =>
      ses()
        .mailbox(address)
        .filter((each) => headerIn(each, 'Auto-Submitted') !== undefined),
  };
}

export function headerIn(mail: MailboxMail | undefined, name: string): string | undefined {
  return mail?.headers.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;
}

const addressIn = (from: string): string => /<([^<>]*)>/.exec(from)?.[1] ?? from;
