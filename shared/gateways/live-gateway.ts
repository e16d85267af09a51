import {
  type ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

/** That something changed, not what: the screen then asks, as the person it belongs to. */
export interface LiveUpdate {
  /** Name of an event. */
  readonly type: string;
  readonly caseId?: string | undefined;
  readonly interactionId?: string | undefined;
}

/** Reaches the screens that are connected. */
export interface LiveGateway {
  /** `gone`: the screen has left, and its connection id will never be good again. */
  tell(connectionId: string, update: LiveUpdate): Promise<'told' | 'gone'>;
}

/** @param client of the stage's own endpoint */
export function liveGateway(client: ApiGatewayManagementApiClient): LiveGateway {
  return {
    async tell(connectionId, update) {
      try {
        const Data = new TextEncoder().encode(JSON.stringify(update));
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }));
        return 'told';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        throw error;
      }
    },
  };
}
