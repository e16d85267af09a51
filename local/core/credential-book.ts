import type { CredentialBook, Credentials } from './cloud.ts';
import { AwsError, type Caller } from './service.ts';

const DEVELOPER: Caller = { kind: 'developer' };

export interface OwnedCredentialBook extends CredentialBook {
  /** Forgets all keys, and how many there were. */
  reset(): void;
}

/**
 * Keys of running functions. They are recognised by their id alone; nothing here is a secret. Every cloud numbers them
 * anew, so that SDK clients of one process find the signing keys they have derived before.
 */
export function createCredentialBook(): OwnedCredentialBook {
  let given = 0;
  const callers = new Map<string, Caller>();
  const withdrawn = new Set<string>();
  return {
    give(caller: Caller): Credentials {
      given += 1;
      const accessKeyId = `ASIA${String(given).padStart(16, '0')}`;
      callers.set(accessKeyId, caller);
      return { accessKeyId, secretAccessKey: 'local', sessionToken: 'local' };
    },
    callerOf(accessKeyId: string): Caller {
      if (withdrawn.has(accessKeyId)) {
        throw new AwsError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid: its function has ended.',
          403,
        );
      }
      return callers.get(accessKeyId) ?? DEVELOPER;
    },
    withdraw(accessKeyId: string): void {
      if (callers.delete(accessKeyId)) withdrawn.add(accessKeyId);
    },
    reset(): void {
      given = 0;
      callers.clear();
      withdrawn.clear();
    },
  };
}
