import type { Cloud } from '../core/cloud.ts';
import { logTime } from '../http-api/payload.ts';
import type { Connection } from './connection.ts';

/** What a client sent to open a connection. */
export interface Handshake {
  /** Names as the client spelt them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly sourceIp: string;
}

type Known = Pick<Connection, 'api' | 'stage' | 'id' | 'connectedAt' | 'sourceIp' | 'userAgent'>;

/** Ids end in `=` as those of AWS do, so that a path that is not encoded is noticed. */
export const newId = (cloud: Cloud) => `${Buffer.from(cloud.random.hex(22), 'hex').toString('base64url')}=`;

function contextOf(cloud: Cloud, known: Known, routeKey: string, eventType: string) {
  const now = cloud.clock.now();
  const requestId = newId(cloud);
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: logTime(now),
    messageDirection: 'IN',
    stage: known.stage,
    connectedAt: known.connectedAt,
    requestTimeEpoch: now,
    identity: {
      ...(known.userAgent && { userAgent: known.userAgent }),
      sourceIp: known.sourceIp,
    },
    requestId,
    domainName: new URL(cloud.httpEndpoint).host,
    connectionId: known.id,
    apiId: known.api.id,
  };
}

const variablesOf = ({ api, stage }: Known) => {
  const variables = api.stages.get(stage) ?? {};
  return Object.keys(variables).length > 0 ? { stageVariables: variables } : {};
};

const multi = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

/** The event of `$connect`. Source: AWS Lambda Developer Guide and a recorded event in the AWS documentation. */
export function connectEvent(cloud: Cloud, known: Known, { headers, query, sourceIp }: Handshake): object {
  const { port, protocol } = new URL(cloud.httpEndpoint);
  const sent = {
    ...headers,
    'X-Forwarded-For': sourceIp,
    'X-Forwarded-Port': port,
    'X-Forwarded-Proto': protocol.replace(':', ''),
  };
  const names = [...new Set(query.keys())];
  return {
    headers: sent,
    multiValueHeaders: multi(sent),
    ...(names.length > 0 && {
      // The last of several values, as payload format 1.0 has it.
      queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
      multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    }),
    ...variablesOf(known),
    requestContext: contextOf(cloud, known, '$connect', 'CONNECT'),
    isBase64Encoded: false,
  };
}

export function messageEvent(cloud: Cloud, known: Known, routeKey: string, body: string): object {
  return {
    ...variablesOf(known),
    requestContext: { ...contextOf(cloud, known, routeKey, 'MESSAGE'), messageId: newId(cloud) },
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  cloud: Cloud,
  known: Connection,
  { code, reason }: { readonly code: number; readonly reason: string },
): object {
  const headers = { Host: known.host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: multi(headers),
    ...variablesOf(known),
    requestContext: {
      ...contextOf(cloud, known, '$disconnect', 'DISCONNECT'),
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
}
