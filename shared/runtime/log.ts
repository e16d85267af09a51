import { Logger } from '@aws-lambda-powertools/logger';
import { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';

/**
 * All that may stand beside a code: ids of our own making, names of things, numbers. There is no field for a text,
 * an address or a name, and a value that looks like one is withheld.
 */
export interface LogFields {
  readonly customerId?: string;
  readonly caseId?: string;
  readonly interactionId?: string;
  readonly contactPointId?: string;
  readonly eventId?: string;
  readonly eventType?: string;
  /** SQS message id, or another id that AWS made. */
  readonly messageId?: string;
  /** SQS message group: a hash or a case id. */
  readonly group?: string;
  readonly requestId?: string;
  readonly route?: string;
  readonly queue?: string;
  readonly rule?: string;
  readonly agent?: string;
  readonly attempt?: string;
  /** The name of an error, never its message. */
  readonly error?: string;
  /** The action that a role does not allow, e.g. `dynamodb:PutItem`. */
  readonly denied?: string;
  readonly reason?: LogReason;
  readonly count?: number;
  readonly milliseconds?: number;
  readonly status?: number;
}

/** A word or two in kebab case, e.g. `opted-out`. */
export type LogReason = string;

/** Takes a finished log line or metric as an object. */
export type LogSink = (line: Readonly<Record<string, unknown>>) => void;

export type Log = (code: LogCode, fields?: LogFields) => void;

/** A log of one function. Lines go to standard output as JSON, or to `sink`. */
export function createLog(serviceName: string, sink?: LogSink): Log {
  const logger = sink ? undefined : new Logger({ serviceName });
  return (code, fields = {}) => {
    const { level, message } = LOG_CATALOGUE[code];
    const safe = Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, typeof value === 'number' ? value : harmless(String(value))]),
    );
    if (sink) sink({ level, code, message, service: serviceName, ...safe });
    else logger?.[level](message, { code, ...safe });
  };
}

/** The value, unless it could be a text, an address or a phone number: then only that something was there. */
function harmless(value: string): string {
  const looksLikeId = /^[\w#.:/{}-]{1,128}$/.test(value) && !/^\d{7,15}$/.test(value);
  return looksLikeId ? value : '[withheld]';
}
