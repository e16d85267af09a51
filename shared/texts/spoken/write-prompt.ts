import type { TextOverrides } from '../messages.ts';
import { baseOf } from '../tag.ts';
import { be } from './be.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { it } from './it.ts';
import type { PROMPT_PARAMETERS, PromptKey, Prompts } from './prompts.ts';
import { pt } from './pt.ts';

/** The languages whose prompts this project brings. */
const SHIPPED: ReadonlyMap<string, Prompts> = new Map(Object.entries({ en, pt, it, be, es }));

/**
 * The prompt of a language: the platform team's, or else the shipped one; of `pt` where there is none of `pt-BR`.
 * Undefined when there is none.
 */
export function promptOf(language: string, key: PromptKey, overrides: TextOverrides): string | undefined {
  const base = baseOf(language);
  return overrides[language]?.[key] ?? overrides[base]?.[key] ?? SHIPPED.get(base)?.[key];
}

type NameOf<Key extends PromptKey> = (typeof PROMPT_PARAMETERS)[Key][number];

/** What a prompt asks for; prompts without parameters take none. */
type Parameters<Key extends PromptKey> = [NameOf<Key>] extends [never]
  ? []
  : [params: Readonly<Record<NameOf<Key>, string>>];

/** Writes a prompt in one language. */
export type WritePrompt = <Key extends PromptKey>(key: Key, ...params: Parameters<Key>) => string;

/**
 * Writes the prompts of a language with a platform team's own ones before the shipped ones; English where a language
 * has none, which the configuration refuses. Values may be paths of a flow, which Connect fills in during the call.
 */
export function promptsIn(language: string, overrides: TextOverrides): WritePrompt {
  return (key, ...[params]) => {
    const values = new Map<string, string>(Object.entries(params ?? {}));
    const prompt = promptOf(language, key, overrides) ?? en[key];
    return prompt.replace(PARAMETER, (whole, name: string) => values.get(name) ?? whole);
  };
}

const PARAMETER = /\{(\w+)\}/g;

/** Whether a prompt takes its parameters as they are: whoever fills them in knows no plurals and no formats. */
export function isPlain(prompt: string): boolean {
  return !/[{}]/.test(prompt.replace(PARAMETER, ''));
}
