import * as z from 'zod';
import type { OwnedCloud } from '../core/create-cloud.ts';
import { FAULT_KINDS } from '../core/faults.ts';
import type { HttpRequest, HttpResponse } from '../core/service.ts';
import { sesOf } from '../ses/index.ts';
import { smsVoiceOf } from '../sms-voice/index.ts';
import { customResourcesOf } from '../template/custom-resources.ts';
import { BadRequest, iso, json, readBody } from './answer.ts';
import { parseDuration } from './durations.ts';
import { listExecutions } from './executions.ts';
import * as mail from './mail.ts';

/** What the control API works on. */
export interface ControlTarget {
  readonly cloud: OwnedCloud;
  /** Outputs of all stacks by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** False while the resources of the template are being made. */
  isReady(): boolean;
  advance(ms: number): Promise<void>;
  reset(): Promise<void>;
}

const clockBody = z.strictObject({ advance: z.string() });

const faultBody = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  service: z.string().optional(),
  operation: z.string().optional(),
  function: z.string().optional(),
  resource: z.string().optional(),
  times: z.int().positive().optional(),
  rate: z.number().gt(0).max(1).optional(),
  delayMs: z.int().positive().max(900_000).optional(),
});

const tokenBody = z.strictObject({
  agent: z.string().min(1).max(128),
  queues: z.array(z.string().min(1)).default([]),
  role: z.string().min(1).default('agent'),
});

const smsBody = z.strictObject({
  from: z.string(),
  to: z.string().optional(),
  text: z.string(),
  inReplyTo: z.string().nullable().optional(),
  inboundMessageId: z.string().min(1).max(500).optional(),
});

type Answer = (request: HttpRequest, target: ControlTarget) => HttpResponse | Promise<HttpResponse>;

async function advance(request: HttpRequest, { cloud, advance }: ControlTarget): Promise<HttpResponse> {
  const body = readBody(request, clockBody);
  let ms: number;
  try {
    ms = parseDuration(body.advance);
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
  await advance(ms);
  return json({ now: iso(cloud.clock.now()) });
}

async function token(request: HttpRequest, { cloud }: ControlTarget): Promise<HttpResponse> {
  const body = readBody(request, tokenBody);
  const issuer = [...cloud.services.values()].find((service) => service.issueToken !== undefined);
  if (issuer?.issueToken === undefined) throw new BadRequest('No issuer runs in this local cloud.', 404);
  try {
    return json({ token: await issuer.issueToken(body) });
  } catch (error) {
    // The template names nobody to sign for, or the issuer does not like the claims.
    throw new BadRequest(error instanceof Error ? error.message : String(error), 409);
  }
}

function sms(request: HttpRequest, { cloud }: ControlTarget): HttpResponse {
  const body = readBody(request, smsBody);
  try {
    return json({ inboundMessageId: smsVoiceOf(cloud).receive(cloud, body) }, 202);
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

function removeFaults(request: HttpRequest, { cloud }: ControlTarget): HttpResponse {
  const id = request.query.get('id') ?? undefined;
  if (!cloud.faults.remove(id)) throw new BadRequest(`There is no fault ${id ?? ''}.`, 404);
  return json({ faults: cloud.faults.list() });
}

const traces: Answer = (request, { cloud }) => {
  const asked = request.query.get('since');
  const since = asked === null ? Number.NEGATIVE_INFINITY : Date.parse(asked);
  if (Number.isNaN(since))
    throw new BadRequest('since must be an ISO 8601 time, such as 2026-01-05T09:00:00Z.');
  const entries = cloud.traces.entries().filter(({ at }) => at >= since);
  return json({ traces: entries.map((entry) => ({ ...entry, at: iso(entry.at) })) });
};

const health: Answer = (_request, { cloud }) => {
  const services = [...cloud.services.keys()].sort();
  const smtpPort = cloud.services.has('ses') ? sesOf(cloud).smtpPort() : undefined;
  return json({
    status: 'ok',
    now: iso(cloud.clock.now()),
    services,
    ...(smtpPort !== undefined && { smtp: `smtp://127.0.0.1:${smtpPort}` }),
  });
};

const RESPONSES = '/_local/custom-resources/';

/** A function says what became of its custom resource; it comes while the cloud is still starting. */
function respond(request: HttpRequest, { cloud }: ControlTarget): HttpResponse {
  if (request.method !== 'PUT') throw new BadRequest(`${RESPONSES} takes PUT.`, 405);
  try {
    customResourcesOf(cloud).respond(request.path, new TextDecoder().decode(request.body));
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error), 404);
  }
  return json({ status: 'ok' });
}

/** Method and path of everything the control API answers; `GET /_local/events` is a stream and stands elsewhere. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /_local/health': health,
  'GET /_local/outputs': (_request, { outputs }) => json(outputs),
  'GET /_local/calls': (_request, { cloud }) => json(cloud.meterBook.bill()),
  'GET /_local/outbox': (_request, { cloud }) =>
    json({ messages: cloud.outbox.map((message) => ({ ...message, at: iso(message.at) })) }),
  'GET /_local/traces': traces,
  'GET /_local/clock': (_request, { cloud }) => json({ now: iso(cloud.clock.now()) }),
  'POST /_local/clock': advance,
  'GET /_local/faults': (_request, { cloud }) => json({ faults: cloud.faults.list() }),
  'POST /_local/faults': (request, { cloud }) => json(cloud.faults.add(readBody(request, faultBody)), 201),
  'DELETE /_local/faults': removeFaults,
  'POST /_local/reset': async (_request, target) => {
    await target.reset();
    return json({ status: 'ok' });
  },
  'POST /_local/sms': sms,
  'POST /_local/ses/mail': (request, { cloud }) => mail.handIn(request, cloud),
  'GET /_local/ses/mailbox': (request, { cloud }) => mail.readMailbox(request, cloud),
  'POST /_local/ses/mailbox': (request, { cloud }) => mail.setFate(request, cloud),
  'GET /_local/ses/verdicts': (_request, { cloud }) => mail.listVerdicts(cloud),
  'POST /_local/ses/verdicts': (request, { cloud }) => mail.setVerdicts(request, cloud),
  'GET /_local/executions': (_request, { cloud }) => listExecutions(cloud),
  'POST /_local/token': token,
};

/** Answers a request to `/_local/…`; every mistake gets one sentence. */
export async function control(request: HttpRequest, target: ControlTarget): Promise<HttpResponse> {
  try {
    if (request.path.startsWith(RESPONSES)) return respond(request, target);
    if (!target.isReady()) throw new BadRequest('The local cloud is still starting.', 503);
    const answer = ROUTES[`${request.method} ${request.path}`];
    if (answer !== undefined) return await answer(request, target);
    const methods = Object.keys(ROUTES)
      .filter((route) => route.endsWith(` ${request.path}`))
      .map((route) => route.split(' ')[0]);
    if (methods.length > 0) throw new BadRequest(`${request.path} takes ${methods.join(' or ')}.`, 405);
    throw new BadRequest('The control API has no such path; local/README.md lists them.', 404);
  } catch (error) {
    if (error instanceof BadRequest) return json({ error: error.message }, error.status);
    const message = error instanceof Error ? error.message : String(error);
    return json({ error: `The local cloud failed: ${message}` }, 500);
  }
}
