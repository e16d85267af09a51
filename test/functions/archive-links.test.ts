import { describe, expect, test } from 'vitest';
import { createS3 } from '../../local/s3/index.ts';
import { archiveLinks } from '../../shared/gateways/archive-links.ts';
import { smallCloud } from '../local/small-cloud.ts';

/** A bucket with one mail's files, and what a browser gets that follows a link. */
function archive() {
  const cloud = smallCloud([createS3()]);
  cloud.create('AWS::S3::Bucket', 'Bucket', { BucketName: 'archive' });
  const client = {
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    region: async () => 'us-east-1',
  };
  const now = () => new Date('2026-11-22T12:00:00.000Z');
  const linkTo = archiveLinks(client, { bucket: 'archive', endpoint: 'http://127.0.0.1:4566', now });
  async function follow(link: string) {
    const { pathname, search, host } = new URL(link);
    const { status, headers, body } = await cloud.handle({
      method: 'GET',
      rawPath: pathname,
      path: decodeURIComponent(pathname),
      query: new URLSearchParams(search),
      headers: { host },
      body: new Uint8Array(),
    });
    return { status, headers, text: typeof body === 'string' ? body : new TextDecoder().decode(body) };
  }
  return { cloud, linkTo, follow };
}

describe('A link into the archive', () => {
  test('saves a file under its name and never shows it, whatever type the sender stated', async () => {
    const { cloud, linkTo, follow } = archive();
    const put = { Bucket: 'archive', Key: 'attachments/x/1', Body: '<script>', ContentType: 'text/html' };
    await cloud.call('s3', 'PutObject', put, { kind: 'developer' });
    const link = await linkTo({ key: 'attachments/x/1', name: "Ann's räkning (1).html" });
    expect(await follow(link)).toMatchObject({
      status: 200,
      text: '<script>',
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': "attachment; filename*=UTF-8''Ann%27s%20r%C3%A4kning%20%281%29.html",
      },
    });
  });

  test('shows the safe page of a mail, signed for five minutes', async () => {
    const { cloud, linkTo, follow } = archive();
    const put = { Bucket: 'archive', Key: 'html/x', Body: '<p>Hello</p>' };
    await cloud.call('s3', 'PutObject', put, { kind: 'developer' });
    const link = await linkTo({ key: 'html/x' });
    const { searchParams } = new URL(link);
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect((await follow(link)).headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': 'inline',
    });
  });
});
