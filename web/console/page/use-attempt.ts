import { useState } from 'preact/hooks';

/** Does something that may be refused; the sentence of the refusal is shown until the next attempt. */
export function useAttempt() {
  const [problem, setProblem] = useState('');
  async function attempt(what: () => Promise<void>): Promise<void> {
    setProblem('');
    try {
      await what();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }
  return [problem, attempt] as const;
}
