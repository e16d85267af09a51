/** What one check found, in a sentence. Only `fail` stops a deployment. */
export interface Finding {
  readonly verdict: 'ok' | 'fail' | 'note' | 'skipped';
  readonly sentence: string;
}

export const ok = (sentence: string): Finding => ({ verdict: 'ok', sentence });
export const fail = (sentence: string): Finding => ({ verdict: 'fail', sentence });
export const note = (sentence: string): Finding => ({ verdict: 'note', sentence });
export const skipped = (sentence: string): Finding => ({ verdict: 'skipped', sentence });
