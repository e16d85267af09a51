import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { MAIL_LIMIT } from '../../shared/mail/read-mail.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';

/** Mail as it came, and what is kept of it. */
export interface MailBuckets {
  /** Throws PermanentFailure when it is not there, not in our bucket, or larger than SES accepts mail. */
  read(bucket: string, key: string): Promise<Uint8Array>;
  /** Keeps bytes in the archive; again under the same key changes nothing. */
  keep(key: string, bytes: Uint8Array, type: string): Promise<void>;
}

export function mailBuckets(
  s3: S3Client,
  { mail, archive }: { readonly mail: string; readonly archive: string },
): MailBuckets {
  return {
    async read(bucket, key) {
      if (bucket !== mail) throw new PermanentFailure('The mail lies in a bucket that is not for mail.');
      const { Body, ContentLength = 0 } = await s3
        .send(new GetObjectCommand({ Bucket: mail, Key: key }))
        .catch(missing);
      if (Body === undefined) throw new PermanentFailure('The mail is not in its bucket.');
      if (ContentLength > MAIL_LIMIT) {
        // Nothing of it is wanted; what is not read is not paid for.
        if ('destroy' in Body && typeof Body.destroy === 'function') Body.destroy();
        throw new PermanentFailure('The mail is larger than 40 MB.');
      }
      return Body.transformToByteArray();
    },
    async keep(key, bytes, type) {
      await s3.send(new PutObjectCommand({ Bucket: archive, Key: key, Body: bytes, ContentType: type }));
    },
  };
}

/** Without permission to list the bucket, S3 says of a missing object that access is denied: that is tried again. */
function missing(error: unknown): never {
  if (error instanceof Error && error.name === 'NoSuchKey') {
    throw new PermanentFailure('The mail is not in its bucket.');
  }
  throw error;
}
