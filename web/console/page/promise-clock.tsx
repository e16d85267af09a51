import type { CasePromise } from '../../../shared/domain/promise.ts';
import { useCloudNow } from './cloud-time.ts';
import { showTime } from './show-time.ts';

const WORDS = { standing: 'promise stands', 'at-risk': 'at risk', broken: 'promise broken' } as const;

/** A promise with the time that is left, or has passed, by the local cloud's clock. */
export function PromiseClock({ promise }: { promise: Pick<CasePromise, 'due' | 'state'> }) {
  const left = Date.parse(promise.due) - useCloudNow();
  return (
    <span class={`promise ${promise.state}`}>
      <b>{WORDS[promise.state]}</b>{' '}
      <span role="timer">{left >= 0 ? `${showSpan(left)} left` : `${showSpan(-left)} late`}</span>{' '}
      <time dateTime={promise.due}>(due {showTime(promise.due)})</time>
    </span>
  );
}

/** `2 d 03 h`, `3 h 05 min`, `12 min 34 s` */
function showSpan(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${two(hours)} h`;
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  return `${minutes} min ${two(seconds % 60)} s`;
}

const two = (value: number) => String(value).padStart(2, '0');
