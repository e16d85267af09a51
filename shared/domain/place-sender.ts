import type { ContactPoint } from './contact-point.ts';
import { belongsTo } from './identity.ts';
import type { ProofGap } from './inbound-message.ts';

/** What the store knows that may tell who a message comes from and what it answers. */
export interface SenderFacts {
  readonly proof?: ProofGap | undefined;
  /** The contact point the message came from. */
  readonly contactPoint?: ContactPoint | undefined;
  /** Unproven mail: the contact point of the same address as a proven one, if it is known. */
  readonly proven?: ContactPoint | undefined;
  /** Case ids of the messages it answers, the nearest first. */
  readonly threads: readonly string[];
  /** Case id of the reply token it carries. */
  readonly caseToken?: string | undefined;
}

/** Why a message gets a case of its own whatever else is open. */
export type AloneReason = 'unproven-sender' | 'token-of-another';

export interface SenderPlace {
  readonly contactPoint?: ContactPoint | undefined;
  /** The case of the sender's own that it answers. */
  readonly threadedTo?: string;
  readonly alone?: AloneReason;
  /** A case, or only a customer, it may belong to: for the agent to judge. */
  readonly suggestion?: string;
}

/**
 * Whose thread a message goes to. Threads and tokens select a case but prove nobody, for copied people hold them: they
 * count only for who takes part in that case. Unproven mail joins nothing but a case its address takes part in, and
 * mail whose proof failed joins none.
 */
export function placeSender(facts: SenderFacts): SenderPlace {
  const { proof, contactPoint, proven, threads, caseToken } = facts;
  const pointers = caseToken === undefined ? threads : [...threads, caseToken];
  const candidates = proof === 'failed' ? [] : [contactPoint, ...(proof === undefined ? [] : [proven])];
  for (const pointer of pointers) {
    const participant = candidates.find((each) => each && belongsTo(pointer, each.head));
    if (participant) return { contactPoint: participant, threadedTo: pointer };
  }
  if (proof === undefined) {
    return caseToken === undefined
      ? { contactPoint }
      : { contactPoint, alone: 'token-of-another', suggestion: caseToken };
  }
  const suggestion = pointers[0] ?? proven?.head;
  return { contactPoint, alone: 'unproven-sender', ...(suggestion !== undefined && { suggestion }) };
}
