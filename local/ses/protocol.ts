import { queryProtocol, restJsonProtocol } from '../core/protocols.ts';
import { AwsError, type HttpRequest, type Protocol } from '../core/service.ts';

/** SES API v1: `email`, forms in, XML out. Receipt rules live here only. */
const first = queryProtocol({ namespace: 'http://ses.amazonaws.com/doc/2010-12-01/' });

/** SES API v2: REST. Sending lives here. */
const second = restJsonProtocol([
  { operation: 'SendEmail', method: 'POST', path: '/v2/email/outbound-emails' },
  { operation: 'GetAccount', method: 'GET', path: '/v2/email/account' },
  { operation: 'GetEmailIdentity', method: 'GET', path: '/v2/email/identities/{EmailIdentity}' },
]);

const isSecond = (request: HttpRequest | undefined) => request?.rawPath.startsWith('/v2/') ?? false;

/** Both APIs sign as `ses`; the path tells them apart. */
export function sesProtocol(ofFirst: ReadonlySet<string>): Protocol {
  return {
    decode(request) {
      if (isSecond(request)) return second.decode(request);
      const decoded = first.decode(request);
      if (ofFirst.has(decoded.operation)) return decoded;
      throw new AwsError(
        'InvalidAction',
        `The local cloud does not implement ${decoded.operation} of the first version of SES's API.`,
      );
    },
    encode: (operation, output, requestId) =>
      (ofFirst.has(operation) ? first : second).encode(operation, output, requestId),
    encodeError: (error, requestId, request) =>
      (isSecond(request) ? second : first).encodeError(error, requestId),
  };
}
