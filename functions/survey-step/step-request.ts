import * as z from 'zod';
import { partsOfCaseId } from '../../shared/domain/identity.ts';

const survey = {
  caseId: z.string().refine((caseId) => partsOfCaseId(caseId) !== undefined, 'is no case id'),
  opening: z.int().min(1),
};

/** What the state machine wants done; what waits is handed the token of its state, a new one with every try. */
export const stepRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('ask'), ...survey, token: z.string().min(1) }),
  z.strictObject({ do: z.literal('remind'), ...survey, token: z.string().min(1) }),
  z.strictObject({ do: z.literal('expire'), ...survey }),
]);

/** A step at whose end the workflow waits. */
export interface WaitingStep {
  readonly caseId: string;
  readonly opening: number;
  readonly token: string;
}

/** One try of it. */
export interface Try {
  /** Ids of this try alone, by which it knows its own writes. */
  readonly attempt: string;
  readonly commit: string;
}
