import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningCloud } from '../../local/index.ts';

/** Milliseconds in which many happenings become one signal to the page. */
const SETTLE = 120;

/** What the page's own reads cause, at the queues and through the agent API: they would signal for ever. */
const SILENT = new Set(['sqs received', 'lambda invoked', 'apigateway answered']);

/** Server-sent events: a line whenever something has happened, many happenings as one. */
export function liveSignal({ cloud }: RunningCloud) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': the console says when to read again\n\n');
    let timer: NodeJS.Timeout | undefined;
    const end = cloud.traces.listen(({ service, what }) => {
      if (SILENT.has(`${service} ${what}`)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        response.write('data: changed\n\n');
      }, SETTLE);
    });
    request.on('close', () => {
      end();
      clearTimeout(timer);
    });
  };
}
