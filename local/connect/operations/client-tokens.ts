import type { Instance } from '../instance.ts';

/** A token is known for seven days, as long as a task lives. */
const LIFE_MS = 7 * 24 * 3_600_000;

/** Contacts by the token they were started with: a repetition gets the same contact. */
export class ClientTokens {
  readonly #known = new Map<string, { readonly contactId: string; readonly until: number }>();

  contactOf(instance: Instance, token: string | undefined, now: number): string | undefined {
    const known = token && this.#known.get(`${instance.id} ${token}`);
    return known && known.until > now ? known.contactId : undefined;
  }

  remember(instance: Instance, token: string | undefined, contactId: string, now: number): void {
    if (token) this.#known.set(`${instance.id} ${token}`, { contactId, until: now + LIFE_MS });
  }

  reset(): void {
    this.#known.clear();
  }
}
