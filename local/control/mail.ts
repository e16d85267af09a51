import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import type { HttpRequest, HttpResponse } from '../core/service.ts';
import { FATES, sesOf, verdicts } from '../ses/index.ts';
import { BadRequest, iso, json, readBody } from './answer.ts';

const mailBody = z
  .strictObject({
    from: z.string(),
    to: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]),
    raw: z.string().optional(),
    rawBase64: z.base64().optional(),
    verdicts: verdicts.optional(),
  })
  .refine(({ raw, rawBase64 }) => (raw === undefined) !== (rawBase64 === undefined), 'give raw or rawBase64');

/** Somebody hands a raw mail in, with what its checks are to say. */
export function handIn(request: HttpRequest, cloud: Cloud): HttpResponse {
  const { from, to, raw = '', rawBase64, verdicts: said } = readBody(request, mailBody);
  const data =
    rawBase64 === undefined ? Buffer.from(raw.replace(/\r?\n/g, '\r\n')) : Buffer.from(rawBase64, 'base64');
  const acceptance = sesOf(cloud).receiveMail(cloud, { from, to, data, verdicts: said });
  if (!acceptance.accepted) throw new BadRequest(acceptance.reply, 409);
  return json({ messageId: acceptance.messageId, recipients: acceptance.recipients }, 202);
}

const verdictsBody = z.strictObject({ sender: z.string().min(1), verdicts: verdicts.nullable() });

/** Sets what the checks say of a sender from now on; null lets it pass again. */
export function setVerdicts(request: HttpRequest, cloud: Cloud): HttpResponse {
  const { sender, verdicts: said } = readBody(request, verdictsBody);
  sesOf(cloud).setVerdicts(sender, said ?? undefined);
  return listVerdicts(cloud);
}

export const listVerdicts = (cloud: Cloud): HttpResponse => json({ verdicts: sesOf(cloud).verdicts() });

/** What was sent to an address; without one, who got mail at all. */
export function readMailbox(request: HttpRequest, cloud: Cloud): HttpResponse {
  const ses = sesOf(cloud);
  const address = request.query.get('address');
  if (address === null) {
    return json({
      mailboxes: ses.mailboxes().map((name) => ({ address: name, mails: ses.mailbox(name).length })),
    });
  }
  const mails = ses.mailbox(address).map(({ at, data, ...mail }) => ({
    ...mail,
    at: iso(at),
    mime: new TextDecoder().decode(data),
  }));
  return json({ address, mails });
}

const fateBody = z.strictObject({ address: z.string().min(1), fate: z.enum(FATES) });

/** Decides what becomes of mail to an address from now on. */
export function setFate(request: HttpRequest, cloud: Cloud): HttpResponse {
  const { address, fate } = readBody(request, fateBody);
  sesOf(cloud).setFate(address, fate);
  return json({ address, fate });
}
