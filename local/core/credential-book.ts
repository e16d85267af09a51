import type { CredentialBook, Credentials } from './cloud.ts';
import { AwsError, type Caller } from './service.ts';
import type { RandomSource } from './time.ts';

const DEVELOPER: Caller = { kind: 'developer' };

/** Keys of running functions. They are recognised by their id alone; nothing here is a secret. */
export function createCredentialBook(random: RandomSource): CredentialBook {
  const callers = new Map<string, Caller>();
  const withdrawn = new Set<string>();
  return {
    give(caller: Caller): Credentials {
      const accessKeyId = `ASIA${random.hex(16).toUpperCase()}`;
      callers.set(accessKeyId, caller);
      return { accessKeyId, secretAccessKey: random.hex(40), sessionToken: 'local' };
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
  };
}
