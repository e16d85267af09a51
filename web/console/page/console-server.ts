import type { ConsoleState, TextRow } from '../state.ts';

/** Asks the console's own server; a refusal becomes an Error with the server's sentence. */
async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    `/console/${path}`,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer = JSON.parse(await response.text());
  if (!response.ok) throw new Error(answer?.error?.message ?? `The console answered ${response.status}.`);
  return answer;
}

export const readState = () => ask<ConsoleState>('state');
export const sendSms = (from: string, text: string) => ask<{ messageId: string }>('sms', { from, text });
/** What the checks of SES are to say of a sender. */
export type Proof = 'proven' | 'unproven' | 'failed';

export interface MailDraft {
  readonly from: string;
  readonly name: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly proof: Proof;
  readonly automatic: boolean;
  /** Id of the received mail that it answers. */
  readonly answers?: string;
}

export const sendMail = (mail: MailDraft) => ask<{ messageId: string }>('mail', mail);
export const readTexts = () => ask<readonly TextRow[]>('texts');
/** What the chat's window says about when an answer comes. */
export const promiseSentence = (due: string, language: string, zone: string) =>
  ask<{ sentence: string }>('promise', { due, language, zone });
export const advanceClock = (advance: string) => ask<{ now: string }>('clock', { advance });
export const redrive = (queueArn: string, sourceArn: string) =>
  ask<{ redriven: boolean }>('redrive', { queueArn, sourceArn });
export const signIn = (agent: string, queues: readonly string[], role: 'agent' | 'supervisor') =>
  ask<{ token: string }>('token', { agent, queues, role });

/** Calls `changed` whenever something happened in the local cloud, and `connected` when the line comes or goes. */
export function listen(changed: () => void, connected: (isConnected: boolean) => void): void {
  const source = new EventSource('/console/live');
  source.onopen = () => {
    connected(true);
    changed();
  };
  source.onmessage = changed;
  source.onerror = () => connected(false);
}
