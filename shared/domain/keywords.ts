import type { Channel } from './channel.ts';
import type { InteractionKind } from './interaction.ts';

/**
 * Words on which AWS End User Messaging itself opts a number out (user guide, "Required keywords"). We follow the
 * same list, so that the thread says what the provider has done.
 */
const STOP_WORDS: ReadonlySet<string> = new Set([
  'arret',
  'cancel',
  'end',
  'opt-out',
  'optout',
  'quit',
  'remove',
  'stop',
  'td',
  'unsubscribe',
]);

/** Words by which a number comes back. */
const START_WORDS: ReadonlySet<string> = new Set(['start', 'unstop']);

/** What an inbound text is: a message, or a keyword that stands alone in it. */
export function kindOfText(
  channel: Channel,
  text: string,
): Extract<InteractionKind, 'message' | 'opt-out' | 'opt-in'> {
  if (channel !== 'sms') return 'message';
  const keyword = text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  if (STOP_WORDS.has(keyword)) return 'opt-out';
  if (START_WORDS.has(keyword)) return 'opt-in';
  return 'message';
}
