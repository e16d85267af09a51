import type { Instant, Timer } from '../core/time.ts';
import type { Place } from './socket-api.ts';

/** The client's end of a connection: a socket, or a test. */
export interface ClientEnd {
  receive(text: string): void;
  /** The API ended it. */
  closed(code: number, reason: string): void;
}

export interface Connection extends Place {
  readonly id: string;
  readonly client: ClientEnd;
  readonly connectedAt: Instant;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly host: string;
  lastActiveAt: Instant;
  idle: Timer;
  readonly oldest: Timer;
}

/**
 * Quotas of a WebSocket API.
 * Source: API Gateway Developer Guide, "Quotas for configuring and running a WebSocket API".
 */
export const IDLE_MS = 10 * 60_000;
export const LONGEST_MS = 2 * 3_600_000;
export const LARGEST_MESSAGE = 128 * 1024;

/** Source: API Gateway Developer Guide, "WebSocket close status codes". */
export const CLOSE = {
  goingAway: { code: 1001, reason: 'Going away' },
  binary: { code: 1003, reason: 'Unsupported data' },
  failed: { code: 1011, reason: 'Internal server error' },
  tooLarge: { code: 1009, reason: 'Message too large' },
  restart: { code: 1012, reason: 'Service restart' },
} as const;

/** Messages are billed in parts of 32 KB, both ways. */
export const messageUsage = (bytes: number) => ({
  'websocket.message': Math.max(1, Math.ceil(bytes / (32 * 1024))),
});
