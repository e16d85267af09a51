import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, test } from 'vitest';
import { socketCloud } from './socket-cloud.ts';

const post = (ConnectionId: string, text: string) =>
  new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(text) });

describe('the @connections API, asked by the AWS SDK', () => {
  test('posts to a client', async () => {
    const { open, management } = await socketCloud();
    const socket = await open();
    await management().send(post(socket.id, '{"type":"ReplySent"}'));
    expect(socket.received).toEqual(['{"type":"ReplySent"}']);
  });

  test('answers Gone for a connection that has ended, never was, or is another API’s', async () => {
    const { open, management, cloud } = await socketCloud();
    const socket = await open();
    socket.close();
    await cloud.scheduler.quiet();
    for (const id of [socket.id, 'nobody=']) {
      await expect(management().send(post(id, 'x'))).rejects.toMatchObject({
        name: 'GoneException',
        $metadata: { httpStatusCode: 410 },
      });
    }
  });

  test('answers Gone until $connect has agreed', async () => {
    const problems: string[] = [];
    const it = await socketCloud({}, async (event: any) => {
      if (event.requestContext.eventType === 'CONNECT') {
        await it
          .management()
          .send(post(event.requestContext.connectionId, 'too early'))
          .catch((error: Error) => problems.push(error.name));
      }
      return { statusCode: 200 };
    });
    const socket = await it.open();
    expect([problems, socket.received]).toEqual([['GoneException'], []]);
  });

  test('refuses more than 128 KB', async () => {
    const { open, management } = await socketCloud();
    const socket = await open();
    await expect(management().send(post(socket.id, 'x'.repeat(128 * 1024 + 1)))).rejects.toMatchObject({
      name: 'PayloadTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
    expect(socket.received).toEqual([]);
  });

  test('describes and ends a connection', async () => {
    const { open, management, cloud, events } = await socketCloud();
    const socket = await open({ headers: { 'User-Agent': 'test' } });
    const input = { ConnectionId: socket.id };
    expect(await management().send(new GetConnectionCommand(input))).toMatchObject({
      ConnectedAt: new Date('2026-11-22T02:16:05.123Z'),
      LastActiveAt: new Date('2026-11-22T02:16:05.123Z'),
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'test' },
    });
    await management().send(new DeleteConnectionCommand(input));
    await cloud.scheduler.quiet();
    expect(socket.closed).toMatchObject({ code: 1001 });
    expect(events.at(-1)).toMatchObject({ requestContext: { eventType: 'DISCONNECT' } });
    await expect(management().send(new GetConnectionCommand(input))).rejects.toThrow('Gone');
  });

  test('lets a role post only where its policy allows execute-api:ManageConnections', async () => {
    const it = await socketCloud();
    const socket = await it.open();
    const allowed = `arn:aws:execute-api:eu-west-1:123456789012:${it.api.ref}/live/POST/@connections/*`;
    const clientOf = (name: string, Resource: string) => {
      const Statement = [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource }];
      const PolicyDocument = { Version: '2012-10-17', Statement };
      const role = it.cloud.services.get('iam')?.resources['AWS::IAM::Role']?.create({
        cloud: it.cloud,
        stackName: 'test',
        logicalId: name,
        path: '',
        properties: {
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          Policies: [{ PolicyName: 'post', PolicyDocument }],
        },
      });
      if (!role || role instanceof Promise) throw new Error('roles are made at once');
      const roleArn = role.attributes['Arn'] ?? '';
      return it.management({
        credentials: it.cloud.credentials.give({ kind: 'role', roleArn, functionName: name }),
      });
    };
    await clientOf('Push', allowed).send(post(socket.id, 'hello'));
    expect(socket.received).toEqual(['hello']);
    const other = clientOf('Other', allowed.replace('/POST/', '/GET/'));
    await expect(other.send(post(socket.id, 'hello'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('execute-api:ManageConnections'),
    });
    expect(socket.received).toEqual(['hello']);
  });
});
