import * as z from 'zod';
import { restJsonProtocol } from '../core/protocols.ts';
import { AwsError, type CallContext, type Operation, type Permission } from '../core/service.ts';
import { CLOSE, type Connection, LARGEST_MESSAGE } from './connection.ts';
import type { Connections } from './connections.ts';
import { placeOf, SOCKETS, type SocketApi } from './socket-api.ts';

const PATH = `${SOCKETS}{Api}/{Stage}/@connections/{ConnectionId}`;

export const managementProtocol = restJsonProtocol([
  { operation: 'PostToConnection', method: 'POST', path: PATH, payload: 'Data' },
  { operation: 'GetConnection', method: 'GET', path: PATH },
  { operation: 'DeleteConnection', method: 'DELETE', path: PATH, status: 204 },
]);

const input = z.object({
  Api: z.string(),
  Stage: z.string(),
  ConnectionId: z.string(),
  Data: z.instanceof(Uint8Array).default(() => new Uint8Array()),
});

type Input = z.input<typeof input>;

/** The `@connections` API, by which a backend reaches the clients of a WebSocket API. */
export function managementOperations(
  apis: ReadonlyMap<string, SocketApi>,
  connections: Connections,
): Readonly<Record<string, Operation<Input>>> {
  const locate = ({ Api, Stage }: Input) => {
    const place = placeOf(apis.values(), `${SOCKETS}${Api}/${Stage}`);
    if (place) return place;
    throw new AwsError('ForbiddenException', 'Forbidden', 403);
  };

  const connectionOf = (request: Input): Connection => {
    const found = connections.find(locate(request), request.ConnectionId);
    if (found) return found;
    throw new AwsError('GoneException', 'Gone', 410);
  };

  const permissions =
    (method: string) =>
    (request: Input, { cloud }: CallContext): readonly Permission[] => {
      const { api, stage } = locate(input.parse(request));
      const where = `${cloud.region}:${cloud.accountId}:${api.id}/${stage}`;
      const resource = `arn:aws:execute-api:${where}/${method}/@connections/${request.ConnectionId}`;
      return [{ action: 'execute-api:ManageConnections', resource }];
    };

  return {
    PostToConnection: {
      permissions: permissions('POST'),
      run(request, { cloud }) {
        const { Data, ...rest } = input.parse(request);
        const connection = connectionOf(rest);
        if (Data.byteLength > LARGEST_MESSAGE) {
          throw new AwsError('PayloadTooLargeException', 'Message too long', 413);
        }
        connections.post(cloud, connection, new TextDecoder().decode(Data));
        return {};
      },
      // The message is what is charged.
      usage: () => null,
    },
    GetConnection: {
      permissions: permissions('GET'),
      run(request) {
        const { connectedAt, lastActiveAt, sourceIp, userAgent } = connectionOf(request);
        return {
          connectedAt: new Date(connectedAt).toISOString(),
          lastActiveAt: new Date(lastActiveAt).toISOString(),
          identity: { sourceIp, userAgent },
        };
      },
      usage: () => null,
    },
    DeleteConnection: {
      permissions: permissions('DELETE'),
      run(request, { cloud }) {
        connections.end(cloud, connectionOf(request), CLOSE.goingAway);
        return {};
      },
      usage: () => null,
    },
  };
}
