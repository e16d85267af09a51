import { hostOf, placeOf, s3Signer, type Transport } from './s3-signing.ts';

/** What a link leads to and how the browser is to take it. */
export interface LinkedObject {
  readonly key: string;
  /** Name to save it under; without one the browser shows it as a page of safe HTML. */
  readonly name?: string;
}

/** Makes links to objects of the archive that work for a few minutes, for whoever holds them. */
export type ArchiveLinks = (object: LinkedObject) => Promise<string>;

/** Long enough to click, short enough that a link in a browser's history is worthless. */
const SECONDS = 300;

/**
 * Links into an S3 bucket, signed without a call to AWS (S3 API reference, "Authenticating requests: using query
 * parameters"). A file is always saved, never shown: what customers send may be a page with scripts.
 */
export function archiveLinks(
  { credentials, region }: Omit<Transport, 'requestHandler'>,
  {
    bucket,
    endpoint,
    now,
  }: { readonly bucket: string; readonly endpoint?: string | undefined; readonly now: () => Date },
): ArchiveLinks {
  const signer = s3Signer({ credentials, region });
  return async ({ key, name }) => {
    const place = placeOf({ bucket, region: await region(), endpoint });
    const request = {
      method: 'GET',
      ...place,
      path: `${place.path}/${key}`,
      query: {
        'response-content-type': name === undefined ? 'text/html; charset=utf-8' : 'application/octet-stream',
        'response-content-disposition':
          name === undefined ? 'inline' : `attachment; filename*=UTF-8''${encoded(name)}`,
      },
      headers: hostOf(place),
    };
    const signed = await signer.presign(request, { expiresIn: SECONDS, signingDate: now() });
    const query = Object.entries(signed.query ?? {}).map(
      ([field, value]) => `${field}=${encoded(`${value}`)}`,
    );
    return `${place.protocol}//${hostOf(place).host}${signed.path}?${query.join('&')}`;
  };
}

/** Percent-encoding as RFC 3986 and the signer have it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
