import * as z from 'zod';
import type { Case } from '../../shared/domain/case.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import { replyIdOf } from '../../shared/domain/identity.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { type CaseOutcome, refused } from '../../shared/domain/lifecycle.ts';
import { queueReply } from '../../shared/domain/reply.ts';
import { cleanText } from '../../shared/domain/text.ts';
import { answer, type HttpEvent, readBody } from '../../shared/runtime/http-routes.ts';
import { caseIdOf } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { idempotencyKeyOf, say } from './say.ts';
import { interactionView } from './views.ts';

/** The longest reply, in UTF-16 units. */
const LONGEST_REPLY = 10_000;

/** What shorter channels take; End User Messaging takes no longer SMS. */
const LONGEST_ON: Readonly<Partial<Record<Channel, number>>> = { sms: 1600, webchat: 4000 };

const replyBody = z.strictObject({
  text: z
    .string()
    .max(LONGEST_REPLY)
    .transform((text) => cleanText(text).text)
    .refine((text) => text.trim() !== '', 'says nothing'),
  answers: z.int().min(0),
  followUp: z.boolean().optional(),
});

/** POST /cases/{caseId}/replies: an answer to the newest arrival, queued for its channel's sender. */
export async function reply(event: HttpEvent, agent: Agent, dependencies: AgentApiDependencies) {
  const caseId = caseIdOf(event);
  if (!caseId.ok) return caseId;
  const body = readBody(event, replyBody);
  if (!body.ok) return body;
  const key = idempotencyKeyOf(event);
  if (!key.ok) return key;
  const { text, answers, followUp = false } = body.body;
  const { agentId } = agent;
  const named = key.body === undefined ? {} : { idempotencyKey: key.body };
  const interactionId = replyIdOf({ caseId: caseId.body, agent: agentId, answers, text, ...named });

  const said = await say(
    {
      caseId: caseId.body,
      interactionId,
      seen: answers,
      decide: (subject, now) =>
        tooLong(subject, text) ??
        queueReply({
          case: subject,
          agent: agentId,
          now,
          claimMinutes: dependencies.claimMinutes,
          followUp,
          supervisor: agent.supervisor,
          reply: { interactionId, interactionAt: now, answers, agent: agentId, via: subject.channel },
        }),
      interaction: (subject, now): Interaction => ({
        interactionId,
        caseId: subject.caseId,
        customerId: subject.customerId,
        channel: subject.channel,
        direction: 'outbound',
        kind: 'message',
        at: now,
        recordedAt: now,
        text,
        contactPointId: subject.contactPointId,
        account: subject.account,
        opening: subject.opening,
        answers,
        ...(subject.newest && { inReplyTo: subject.newest }),
        agent: agentId,
        delivery: { state: 'queued' },
      }),
      leavesFor: (subject) => subject.contactPointId,
    },
    agent,
    dependencies,
  );
  return said.ok ? answer({ reply: interactionView(said.body) }) : said;
}

function tooLong({ channel }: Case, text: string): CaseOutcome | undefined {
  const longest = LONGEST_ON[channel] ?? LONGEST_REPLY;
  if (text.length <= longest) return undefined;
  return refused({
    reason: 'too-long',
    sentence: `A reply on ${channel} has at most ${longest} characters; this one has ${text.length}.`,
  });
}
