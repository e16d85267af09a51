import * as z from 'zod';
import type { FlowRun } from '../flow-run.ts';

/** The parameters that say something; exactly one is given, or at most one. */
export const saying = {
  Text: z.string().max(3_000).optional(),
  SSML: z.string().max(3_000).optional(),
  PromptId: z.string().optional(),
};

export interface Saying {
  readonly Text?: string | undefined;
  readonly SSML?: string | undefined;
  readonly PromptId?: string | undefined;
}

export const sayingsIn = ({ Text, SSML, PromptId }: Saying): number =>
  [Text, SSML, PromptId].filter((one) => one !== undefined).length;

/** Says it and answers how long it takes. Prompts of the library are named, not played. */
export function say({ Text, SSML, PromptId }: Saying, run: FlowRun): number {
  if (Text !== undefined) return run.say(run.text(Text));
  if (SSML !== undefined)
    return run.say(
      run
        .text(SSML)
        .replace(/<[^>]*>/g, '')
        .trim(),
    );
  return PromptId === undefined ? 0 : run.say(`[prompt ${run.text(PromptId)}]`);
}
