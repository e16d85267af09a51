import * as z from 'zod';
import { hashOf } from '../../shared/domain/identity.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { noteOnCase } from '../../shared/domain/resolution.ts';
import { cleanText, TEXT_LIMIT } from '../../shared/domain/text.ts';
import { answer, type HttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import { caseIdOf } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { idempotencyKeyOf, say } from './say.ts';
import { interactionView } from './views.ts';

const noteBody = z.strictObject({
  text: z
    .string()
    .max(TEXT_LIMIT)
    .transform((text) => cleanText(text).text)
    .refine((text) => text.trim() !== '', 'says nothing'),
});

/** POST /cases/{caseId}/notes: for other agents; customers never see it. */
export async function note(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  const caseId = caseIdOf(event);
  if (!caseId.ok) return caseId;
  const body = readBody(event, noteBody);
  if (!body.ok) return body;
  const key = idempotencyKeyOf(event);
  if (!key.ok) return key;
  const { text } = body.body;
  const { agentId } = agent;
  const words = key.body === undefined ? ['text', text] : ['key', key.body];
  const interactionId = hashOf('note', caseId.body, agentId, ...words).slice(0, 32);

  const said = await say(
    {
      caseId: caseId.body,
      interactionId,
      seen: 0,
      decide: (subject, now) =>
        noteOnCase({ case: subject, agent: agentId, now, claimMinutes: dependencies.claimMinutes }),
      interaction: ({ customerId, channel }, now): Interaction => ({
        interactionId,
        caseId: caseId.body,
        customerId,
        channel,
        direction: 'internal',
        kind: 'note',
        at: now,
        recordedAt: now,
        text,
        agent: agentId,
      }),
    },
    agent,
    dependencies,
  );
  return said.ok ? answer({ note: interactionView(said.body) }) : said;
}
