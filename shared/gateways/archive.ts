import { hostOf, placeOf, s3Signer, type Transport } from './s3-signing.ts';

/** Keeps payloads as they were received. */
export interface Archive {
  /** Stores text under a key; again under the same key changes nothing. Throws when S3 did not take it. */
  put(key: string, text: string): Promise<void>;
}

/** After this many answers that promise nothing, the message returns to its queue. */
const ATTEMPTS = 3;

/**
 * An archive in an S3 bucket. One signed PUT by hand: the S3 client would add 140 KB to the recorder, which loads on
 * the way of every message, for a single call. Signature and sockets are the SDK's own.
 *
 * @param endpoint of another S3 than AWS's, addressed by path.
 */
export function s3Archive(
  transport: Transport,
  {
    bucket,
    endpoint,
    now,
  }: { readonly bucket: string; readonly endpoint?: string | undefined; readonly now: () => Date },
): Archive {
  const signer = s3Signer(transport);
  return {
    async put(key, text) {
      const region = await transport.region();
      const body = Buffer.from(text, 'utf8');
      const place = placeOf({ bucket, region, endpoint });
      const request = {
        method: 'PUT',
        ...place,
        path: `${place.path}/${key}`,
        query: {},
        headers: {
          ...hostOf(place),
          'content-type': 'application/json',
          'content-length': String(body.byteLength),
        },
        body,
      };
      for (let attempt = 1; ; attempt += 1) {
        const status = await answerTo(await signer.sign(request, { signingDate: now() }), transport);
        if (status === 200) return;
        if (attempt === ATTEMPTS || (status < 500 && status !== 429)) {
          // The status goes into the name, which is all that a log shows: 403 is a missing permission.
          throw Object.assign(new Error(`S3 answered ${status} to a PutObject.`), {
            name: `S3Answered${status}`,
          });
        }
      }
    },
  };
}

async function answerTo(request: unknown, { requestHandler }: Transport): Promise<number> {
  const { response } = await requestHandler.handle(request);
  // Undrained, the socket would not be used again.
  response.body?.resume?.();
  return response.statusCode;
}
