import { parseJsonObject, toAwsJson } from './json-protocol.ts';
import { AwsError, type HttpRequest, type HttpResponse, type Protocol } from './service.ts';

/** One operation of a REST API. */
export interface RestRoute {
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH';
  /** `/contact/task`, `/2015-03-31/functions/{FunctionName}/invocations`. */
  readonly path: string;
  /** Query parameter → input member; the value is a string. */
  readonly query?: Readonly<Record<string, string>>;
  /** Header (lower case) → input member; the value is a string. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The input member that is the whole body, as bytes (`Payload` of Lambda's Invoke). Otherwise the body is JSON. */
  readonly payload?: string;
  /** The output member that is the whole body, and headers (lower case) made of other members. */
  readonly answer?: { readonly payload?: string; readonly headers?: Readonly<Record<string, string>> };
  /** Status of success, 200 by default. */
  readonly status?: number;
}

interface Compiled extends RestRoute {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

function compile(route: RestRoute): Compiled {
  const names: string[] = [];
  const pattern = route.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]+)';
    })
    .join('');
  return { ...route, names, pattern: new RegExp(`^${pattern}/?$`) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('SerializationException', 'The path is not validly encoded.');
  }
}

function readInput(route: Compiled, match: RegExpExecArray, request: HttpRequest): Record<string, unknown> {
  const input: Record<string, unknown> =
    route.payload === undefined ? parseJsonObject(request.body) : { [route.payload]: request.body };
  route.names.forEach((name, index) => {
    input[name] = decoded(match[index + 1] ?? '');
  });
  for (const [parameter, member] of Object.entries(route.query ?? {})) {
    const value = request.query.get(parameter);
    if (value !== null) input[member] = value;
  }
  for (const [header, member] of Object.entries(route.headers ?? {})) {
    const value = request.headers[header];
    if (value !== undefined) input[member] = value;
  }
  return input;
}

function member(output: unknown, name: string): unknown {
  return typeof output === 'object' && output !== null ? Reflect.get(output, name) : undefined;
}

/** REST JSON (Connect, Lambda, API Gateway): method and path name the operation, a header the error. */
export function restJsonProtocol(routes: readonly RestRoute[]): Protocol {
  const compiled = routes.map(compile);
  return {
    decode(request: HttpRequest) {
      for (const route of compiled) {
        const match = route.method === request.method ? route.pattern.exec(request.rawPath) : null;
        if (match !== null) return { operation: route.operation, input: readInput(route, match, request) };
      }
      throw new AwsError(
        'UnknownOperationException',
        `No operation answers ${request.method} ${request.path}.`,
        404,
      );
    },
    encode(operation: string, output: unknown, requestId: string): HttpResponse {
      const route = compiled.find((candidate) => candidate.operation === operation);
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
      };
      for (const [header, name] of Object.entries(route?.answer?.headers ?? {})) {
        const value = member(output, name);
        if (value !== undefined) headers[header] = String(value);
      }
      const payload = route?.answer?.payload === undefined ? undefined : member(output, route.answer.payload);
      const body =
        payload instanceof Uint8Array || typeof payload === 'string' ? payload : toAwsJson(payload ?? output);
      return { status: route?.status ?? 200, headers, body };
    },
    encodeError(error: AwsError, requestId: string): HttpResponse {
      return {
        status: error.status,
        headers: {
          'content-type': 'application/json',
          'x-amzn-requestid': requestId,
          'x-amzn-errortype': error.code,
        },
        body: toAwsJson({ message: error.message, Message: error.message, ...error.members }),
      };
    },
  };
}
