import * as z from 'zod';
import { parseDuration, type RunningCloud, smsVoiceOf } from '../../local/index.ts';
import type { Config } from '../../shared/config/config.ts';
import { moveBack } from './aws-calls.ts';
import { gatherState } from './gather-state.ts';
import { sendMail } from './mailbox.ts';
import { promiseSentence, textRows } from './texts.ts';

const smsBody = z.strictObject({ from: z.string(), text: z.string().min(1, 'Write something first.') });
const clockBody = z.strictObject({ advance: z.string() });
const redriveBody = z.strictObject({ queueArn: z.string(), sourceArn: z.string() });
const tokenBody = z.strictObject({
  agent: z.string().min(1),
  queues: z.array(z.string()),
  role: z.enum(['agent', 'supervisor']),
});
const promiseBody = z.strictObject({ due: z.iso.datetime(), language: z.string(), zone: z.string() });

/** What the page can ask for, by method and path. */
export function actionsOn(running: RunningCloud, config: Config) {
  const { cloud, outputs } = running;
  const now = () => new Date(cloud.clock.now()).toISOString();
  const actions: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    'GET /console/state': () => gatherState(cloud, outputs, config),
    'GET /console/texts': async () => textRows(config, now()),
    'POST /console/sms': async (body) => {
      const { from, text } = smsBody.parse(body);
      return { messageId: smsVoiceOf(cloud).receive(cloud, { from, text }) };
    },
    'POST /console/mail': async (body) => sendMail(cloud, body),
    'POST /console/promise': async (body) => ({
      sentence: promiseSentence(config, { ...promiseBody.parse(body), now: cloud.clock.now() }),
    }),
    'POST /console/clock': async (body) => {
      await running.advance(parseDuration(clockBody.parse(body).advance));
      return { now: now() };
    },
    'POST /console/redrive': async (body) => {
      const { queueArn, sourceArn } = redriveBody.parse(body);
      await moveBack(cloud, queueArn, sourceArn);
      return { redriven: true };
    },
    'POST /console/token': async (body) => {
      const issuer = [...cloud.services.values()].find(({ issueToken }) => issueToken !== undefined);
      if (!issuer?.issueToken) throw new Error('No issuer runs in this local cloud.');
      return { token: await issuer.issueToken(tokenBody.parse(body)) };
    },
  };
  return actions;
}
