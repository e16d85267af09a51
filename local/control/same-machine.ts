import type { HttpRequest } from '../core/service.ts';

const OUR_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Why a request to the control API or the console is refused; undefined when it may pass. A page of a foreign site must not reach the
 * clock: its own name resolved to 127.0.0.1 shows in Host (DNS rebinding), a request across sites shows in Origin or
 * Sec-Fetch-Site. Programs without a browser send neither.
 */
export function refusalOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  const { host } = headers;
  return host !== undefined && OUR_NAMES.test(host) ? originRefusal(headers) : FOREIGN_HOST;
}

/** S3 clients write the bucket before the host; a browser knows every name below localhost for this machine. */
const OUR_BUCKETS = /^[a-z\d][a-z\d.-]*\.localhost(?::\d+)?$/i;

/**
 * The same of a request to the AWS endpoint. A signed link to a file in S3 may be followed there from anywhere, e.g. from
 * a page under our other name: it changes nothing, and the page it leaves cannot read what it brings.
 */
export function awsRefusalOf({
  method,
  query,
  headers,
}: Pick<HttpRequest, 'method' | 'query' | 'headers'>): string | undefined {
  const { host } = headers;
  if (host === undefined || !(OUR_NAMES.test(host) || OUR_BUCKETS.test(host))) return FOREIGN_HOST;
  const isOfS3 = /\/s3\/aws4_request$/.test(query.get('X-Amz-Credential') ?? '');
  const isFollowed = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return isOfS3 && isFollowed ? undefined : originRefusal(headers);
}

const FOREIGN_HOST = 'Only requests to 127.0.0.1 and localhost are answered (Host header).';

function originRefusal({ origin, ...headers }: HttpRequest['headers']): string | undefined {
  if (origin !== undefined && !OUR_NAMES.test(origin.replace(/^https?:\/\//i, ''))) {
    return 'Pages of other sites are not answered (Origin header).';
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return 'Pages of other sites are not answered (Sec-Fetch-Site header).';
  }
  return undefined;
}
