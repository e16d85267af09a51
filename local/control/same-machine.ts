import type { HttpRequest } from '../core/service.ts';

const OUR_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Why a request to the control API or the console is refused; undefined when it may pass. A page of a foreign site must not reach the
 * clock: its own name resolved to 127.0.0.1 shows in Host (DNS rebinding), a request across sites shows in Origin or
 * Sec-Fetch-Site. Programs without a browser send neither.
 */
export function refusalOf(request: Pick<HttpRequest, 'headers'>): string | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || !OUR_NAMES.test(host)) {
    return 'Only requests to 127.0.0.1 and localhost are answered (Host header).';
  }
  if (origin !== undefined && !OUR_NAMES.test(origin.replace(/^https?:\/\//i, ''))) {
    return 'Pages of other sites are not answered (Origin header).';
  }
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    return 'Pages of other sites are not answered (Sec-Fetch-Site header).';
  }
  return undefined;
}
