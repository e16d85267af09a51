import { createHash } from 'node:crypto';
import type { Attachment } from '../../shared/domain/inbound-message.ts';
import { drawnImage } from '../../shared/mail/drawn-image.ts';
import { bytesOfFile } from '../../shared/mail/mail-file.ts';
import type { Mail } from '../../shared/mail/read-mail.ts';
import { type MailImage, safeHtml } from '../../shared/mail/safe-html.ts';
import type { MailBuckets } from './mail-buckets.ts';

export interface KeptParts {
  readonly attachments: readonly Attachment[];
  readonly htmlKey?: string;
  /** The HTML was longer than what is kept of it. */
  readonly cutShort: boolean;
}

/**
 * Puts files and safe HTML of a mail into the archive. Keys are made of the content, so a mail that is delivered again
 * overwrites each with the same bytes, and another mail that claims its identity overwrites none. One file after
 * another: each is decoded only while it is stored.
 */
export async function keepParts(
  mail: Mail,
  bytes: Uint8Array,
  folder: string,
  buckets: MailBuckets,
): Promise<KeptParts> {
  const attachments: Attachment[] = [];
  const images = new Map<string, MailImage>();
  for (const [index, file] of mail.files.entries()) {
    const content = bytesOfFile(bytes, file);
    const key = `${folder}/${index + 1}-${digest(content)}`;
    // As what the sender calls it, it would run in a browser that opens it.
    await buckets.keep(key, content, 'application/octet-stream');
    attachments.push({ name: file.name, type: file.type, bytes: content.length, key });
    if (file.contentId !== undefined && file.type.startsWith('image/')) {
      images.set(file.contentId, { key, data: drawnImage(content) });
    }
  }
  if (mail.html === undefined) return { attachments, cutShort: false };
  const { html, cutShort } = safeHtml(mail.html, { imageOf: (contentId) => images.get(contentId) });
  const content = Buffer.from(html, 'utf8');
  const htmlKey = `${folder}/${digest(content)}.html`;
  await buckets.keep(htmlKey, content, 'text/html; charset=utf-8');
  return { attachments, htmlKey, cutShort };
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
