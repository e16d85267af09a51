import { be } from './messages/be.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { it } from './messages/it.ts';
import { pt } from './messages/pt.ts';
import type { Messages, TextKey } from './parameters.ts';
import type { PromptKey } from './spoken/prompts.ts';
import { baseOf } from './tag.ts';

/** The languages this project speaks by itself. */
const SHIPPED: ReadonlyMap<string, Messages> = new Map(Object.entries({ en, pt, it, be, es }));

/** Texts of a platform team's own, by language: they go before the shipped ones. */
export type TextOverrides = Readonly<Record<string, Readonly<Partial<Record<TextKey | PromptKey, string>>>>>;

/**
 * The message of a language: the platform team's, or else the shipped one; of `pt` where there is none of `pt-BR`.
 * Undefined when there is none.
 */
export function messageOf(language: string, key: TextKey, overrides: TextOverrides): string | undefined {
  const base = baseOf(language);
  return overrides[language]?.[key] ?? overrides[base]?.[key] ?? SHIPPED.get(base)?.[key];
}
