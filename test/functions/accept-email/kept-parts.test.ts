import { describe, expect, test } from 'vitest';
import { mailEdge, mailOf, partsOf } from './mail-edge.ts';

const PNG =
  'Content-Type: image/png; name="bike.png"\r\nContent-ID: <pic@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\nREVG';
const HTML = 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Look: <img src="cid:pic@x" alt="my bike"></p>';

describe('Parts of a mail', () => {
  test('lie in the archive: files as they were, HTML made safe, its own images by their keys', async () => {
    const edge = mailEdge();
    const { type, body } = partsOf('related', HTML, PNG);
    const message = await edge.take(mailOf({ 'Content-Type': type }, body));
    const [attachment] = message?.attachments ?? [];
    expect(message?.text).toBe('Look:');
    expect(attachment).toMatchObject({ name: 'bike.png', type: 'image/png', bytes: 6 });
    const file = await edge.object(attachment?.key ?? '');
    // Not as what the sender calls it: opened, it would run.
    expect([file.bytes.toString(), file.type]).toEqual(['ABCDEF', 'application/octet-stream']);
    const html = await edge.object(message?.htmlKey ?? '');
    expect(html.type).toBe('text/html; charset=utf-8');
    expect(html.bytes.toString()).toContain(`<img data-attachment="${attachment?.key}" alt="my bike">`);
    expect((await edge.archived()).sort()).toEqual([attachment?.key, message?.htmlKey].sort());
  });

  test('are drawn in the HTML where they are small pictures, whatever they call themselves', async () => {
    const edge = mailEdge();
    const picture = Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64');
    const script = Buffer.from('<svg onload="x()"/>').toString('base64');
    const part = (id: string, content: string) =>
      `Content-Type: image/svg+xml\r\nContent-ID: <${id}@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}`;
    const page = 'Content-Type: text/html\r\n\r\n<img src="cid:a@x"><img src="cid:b@x">';
    const { type, body } = partsOf('related', page, part('a', picture), part('b', script));
    const message = await edge.take(mailOf({ 'Content-Type': type }, body));
    const html = (await edge.object(message?.htmlKey ?? '')).bytes.toString();
    expect(html).toContain(`src="data:image/png;base64,${picture}"`);
    expect(html.match(/data:image/g)).toHaveLength(1);
  });

  test('are not overwritten by another mail that claims the same Message-ID', async () => {
    const edge = mailEdge();
    const mail = (content: string) => {
      const { type, body } = partsOf('mixed', '\r\nx', `Content-Type: a/b\r\n\r\n${content}`);
      return mailOf({ 'Content-Type': type }, body);
    };
    const message = await edge.take(mail('the invoice'), { key: '1' });
    await edge.take(mail('another invoice'), { key: '2' });
    const { bytes } = await edge.object(message?.attachments?.[0]?.key ?? '');
    expect(bytes.toString()).toBe('the invoice');
  });

  test('are left out of a mail with a virus, and the message says so', async () => {
    const edge = mailEdge();
    const { type, body } = partsOf('mixed', HTML, PNG);
    const message = await edge.take(mailOf({ 'Content-Type': type }, body), { verdicts: { virus: 'FAIL' } });
    expect(message).not.toHaveProperty('attachments');
    expect(message).not.toHaveProperty('htmlKey');
    expect(message?.text).toContain('found a virus');
    expect(await edge.archived()).toEqual([]);
  });
});
