import { AwsError, type HttpRequest, type HttpResponse, type Protocol } from './service.ts';

export interface JsonProtocolOptions {
  /** `1.0` (DynamoDB, SQS, sms-voice) or `1.1` (EventBridge, Secrets Manager, Cognito). */
  readonly version: '1.0' | '1.1';
  /** Namespace before the code in `__type`, e.g. `com.amazonaws.sqs`. */
  readonly errorNamespace?: string;
  /**
   * SQS alone still tells clients of its old protocol what their code would have been, in `x-amzn-query-error`: code
   * here → code there, where the two differ. Given at all, every error carries the header.
   */
  readonly queryErrorCodes?: Readonly<Record<string, string>>;
  /** Turns the parsed body into the operation's input, e.g. base64 members into bytes. */
  readonly readInput?: (operation: string, body: Readonly<Record<string, unknown>>) => unknown;
}

/** Parses a JSON object; anything else is the caller's mistake. @throws AwsError SerializationException */
export function parseJsonObject(body: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AwsError('SerializationException', 'The request body must be a JSON object.');
  }
  return { ...value };
}

/** JSON as AWS writes it: bytes in base64, times in seconds since the epoch. */
export function toAwsJson(value: unknown): string {
  if (!holdsSpecial(value)) return JSON.stringify(value ?? {});
  return JSON.stringify(value ?? {}, function (this: unknown, key: string, converted: unknown) {
    const original =
      typeof this === 'object' && this !== null ? Reflect.get(this, key) : /* the root */ converted;
    if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
    if (original instanceof Date) return original.getTime() / 1000;
    return converted;
  });
}

/** Whether bytes or times are in it; mostly not, and then a replacer would only cost time. */
function holdsSpecial(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array || value instanceof Date) return true;
  for (const key in value) if (holdsSpecial(Reflect.get(value, key))) return true;
  return false;
}

/** AWS JSON 1.0 and 1.1: `X-Amz-Target` names the operation, `__type` the error. */
export function jsonProtocol(options: JsonProtocolOptions): Protocol {
  const contentType = `application/x-amz-json-${options.version}`;
  const headersFor = (requestId: string) => ({
    'content-type': contentType,
    'x-amzn-requestid': requestId,
  });
  return {
    decode(request: HttpRequest) {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.slice(target.lastIndexOf('.') + 1);
      const body = parseJsonObject(request.body);
      return { operation, input: options.readInput?.(operation, body) ?? body };
    },
    encode(_operation: string, output: unknown, requestId: string): HttpResponse {
      return { status: 200, headers: headersFor(requestId), body: toAwsJson(output) };
    },
    encodeError(error: AwsError, requestId: string): HttpResponse {
      const type =
        options.errorNamespace === undefined ? error.code : `${options.errorNamespace}#${error.code}`;
      const headers: Record<string, string> = headersFor(requestId);
      if (options.queryErrorCodes !== undefined) {
        const fault = error.status < 500 ? 'Sender' : 'Receiver';
        headers['x-amzn-query-error'] = `${options.queryErrorCodes[error.code] ?? error.code};${fault}`;
      }
      return {
        status: error.status,
        headers,
        body: toAwsJson({ __type: type, message: error.message, ...error.members }),
      };
    },
  };
}
