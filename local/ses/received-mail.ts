import { mailDate } from './headers.ts';
import type { Verdicts } from './verdicts.ts';

/** A mail that was taken in, as the actions of rules see it. */
export interface ReceivedMail {
  readonly messageId: string;
  readonly receivedAt: number;
  /** Sender in the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly data: Uint8Array;
  readonly verdicts: Verdicts;
}

/** The mail as SES stores it: its own trace headers in front, whatever the sender wrote beneath. */
export function storedMail(mail: ReceivedMail, scanned: boolean, region: string): Buffer {
  const { spf, dkim, dmarc, spam, virus, dmarcPolicy = 'none' } = withDefaults(mail.verdicts);
  const lines = [
    `Return-Path: <${mail.from}>`,
    `Received: from local (local [127.0.0.1])`,
    ` by inbound-smtp.${region}.amazonaws.com with SMTP id ${mail.messageId}`,
    ` for ${mail.to[0]};`,
    ` ${mailDate(mail.receivedAt)}`,
    ...(scanned ? [`X-SES-Spam-Verdict: ${spam}`, `X-SES-Virus-Verdict: ${virus}`] : []),
    'Authentication-Results: amazonses.com;',
    ` spf=${spf.toLowerCase()};`,
    ` dkim=${dkim.toLowerCase()};`,
    ` dmarc=${dmarc.toLowerCase()}${dmarc === 'FAIL' ? ` (p=${dmarcPolicy})` : ''};`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), mail.data]);
}

export const withDefaults = (verdicts: Verdicts) => ({
  spam: verdicts.spam ?? ('PASS' as const),
  virus: verdicts.virus ?? ('PASS' as const),
  spf: verdicts.spf ?? ('PASS' as const),
  dkim: verdicts.dkim ?? ('PASS' as const),
  dmarc: verdicts.dmarc ?? ('PASS' as const),
  ...(verdicts.dmarcPolicy !== undefined && { dmarcPolicy: verdicts.dmarcPolicy }),
});
