import type { Cloud } from './cloud.ts';
import { AwsError, type AwsService, type HttpRequest, type HttpResponse } from './service.ts';

interface Signature {
  readonly accessKeyId: string;
  readonly service: string;
}

/** Reads the credential scope `key/date/region/service/aws4_request`; signatures themselves are not checked. */
function signatureOf(request: HttpRequest): Signature | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const scope = header ?? request.query.get('X-Amz-Credential') ?? '';
  const parts = scope.split('/');
  const service = parts.at(-2);
  const accessKeyId = parts.slice(0, -4).join('/');
  return parts.length >= 5 && service ? { accessKeyId, service } : undefined;
}

const plain = (status: number, code: string, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ __type: code, message }),
});

/** The service a request is for, and who asks. Unsigned GETs are S3's, whose objects may be public. */
function addressee(cloud: Cloud, request: HttpRequest): [AwsService, Signature] | HttpResponse {
  const signature = signatureOf(request) ?? { accessKeyId: '', service: '' };
  const name = signature.service || (request.method === 'GET' ? 's3' : '');
  const service = cloud.services.get(name);
  if (service !== undefined) return [service, signature];
  return name === ''
    ? plain(
        403,
        'MissingAuthenticationToken',
        'The request is not signed: set any AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.',
      )
    : plain(501, 'NotImplemented', `The local cloud has no service ${name}.`);
}

/** Answers a signed AWS request. Never throws: what goes wrong is an answer in the service's own form. */
export async function dispatch(
  cloud: Cloud,
  request: HttpRequest,
  onBug: (where: string, error: unknown) => void,
): Promise<HttpResponse> {
  const found = addressee(cloud, request);
  if ('status' in found) return found;
  const [service, signature] = found;
  const requestId = cloud.random.uuid();
  let operation = '';
  try {
    const decoded = service.protocol.decode(request);
    operation = decoded.operation;
    const caller = cloud.credentials.callerOf(signature.accessKeyId);
    const output = await cloud.call(service.name, operation, decoded.input, caller);
    return service.protocol.encode(operation, output, requestId);
  } catch (error) {
    if (error instanceof AwsError) return service.protocol.encodeError(error, requestId, request);
    const where = `${service.name}:${operation}`;
    onBug(where, error);
    const message = `The local cloud failed at ${where}; its own log says why.`;
    return service.protocol.encodeError(new AwsError('InternalFailure', message, 500), requestId, request);
  }
}
