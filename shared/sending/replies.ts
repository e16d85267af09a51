import type { Case } from '../domain/case.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import type { Interaction } from '../domain/interaction.ts';
import { readContactPoint } from '../stores/contact-point-store.ts';
import {
  type DeliveryStep,
  moveDelivery,
  type ReplyRef,
  readReply,
  type Settlement,
  type StepOutcome,
  settleReply,
} from '../stores/reply-store.ts';
import type { Table } from '../stores/table.ts';

interface ReplyAndCase {
  readonly interaction?: Interaction;
  readonly case?: Case;
}

/** What senders and recorders of deliveries read and write. */
export interface Replies {
  read(ref: ReplyRef): Promise<ReplyAndCase>;
  reread(interaction: Interaction): Promise<ReplyAndCase>;
  recipient(contactPointId: string): Promise<ContactPoint | undefined>;
  move(step: DeliveryStep): Promise<StepOutcome>;
  settle(settlement: Settlement): Promise<StepOutcome>;
}

/** Those of the one table. */
export function repliesIn(table: Table): Replies {
  return {
    read: (ref) => readReply(table, ref),
    reread: ({ at, ...ref }) => readReply(table, { ...ref, interactionAt: at }),
    recipient: (contactPointId) => readContactPoint(table, contactPointId),
    move: (step) => moveDelivery(table, step),
    settle: (settlement) => settleReply(table, settlement),
  };
}
