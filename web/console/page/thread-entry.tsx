import type { ThreadInteraction } from './agent-api.ts';
import { LinkedText } from './linked-text.tsx';
import { showTime } from './show-time.ts';

/** One message of a thread as an agent sees it, with all that came with it. */
export function ThreadEntry({ entry }: { entry: ThreadInteraction }) {
  const { direction, kind, subject, text, folded, attachments = [], htmlUrl } = entry;
  return (
    <li class={`${direction} ${kind}${entry.proof ? ' doubtful' : ''}`}>
      <Doubt entry={entry} />
      {subject !== undefined && (
        <b>
          <bdi>{subject}</bdi>
        </b>
      )}
      <LinkedText text={text} />
      {folded !== undefined && (
        <details>
          <summary>Quoted text and signature</summary>
          <bdi>{folded}</bdi>
        </details>
      )}
      {attachments.length > 0 && (
        <ul class="attachments">
          {attachments.map(({ name, type, bytes, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noreferrer">
                {name}
              </a>{' '}
              ({type}, {showSize(bytes)})
            </li>
          ))}
        </ul>
      )}
      {htmlUrl !== undefined && (
        <a href={htmlUrl} target="_blank" rel="noreferrer">
          Show as sent
        </a>
      )}
      <small>
        {showTime(entry.at)} {describe(entry)}
      </small>
    </li>
  );
}

const DOUBTS = {
  unproven: 'Not proven who wrote this. Anybody can write this address as the sender.',
  failed: 'This is probably forged: the domain of this address says that it did not send it.',
} as const;

/** Unmissable, and in words: an agent who takes this for the customer may give away what is theirs. */
function Doubt({ entry: { proof, suggestion } }: { entry: ThreadInteraction }) {
  if (!proof && suggestion === undefined) return null;
  return (
    <p class="doubt">
      <span aria-hidden="true">⚠ </span>
      {proof && DOUBTS[proof]}
      {suggestion !== undefined &&
        ` It claims to belong to ${nameOf(suggestion)}; look there before you believe it.`}
    </p>
  );
}

/** A case's id is that of its customer and a number. */
const nameOf = (id: string) => (id.includes('-') ? `the case ${id}` : `the customer ${id}`);

const KINDS = {
  message: '',
  note: '',
  'opt-out': ', opts out',
  'opt-in': ', opts in again',
  receipt: ', automatic receipt',
  survey: ', survey',
  'survey-answer': ', answer to the survey',
} as const;

function describe({ direction, channel, kind, agent, automatic, delivery }: ThreadInteraction): string {
  if (direction === 'internal') return `note by ${agent ?? 'an agent'}`;
  if (direction === 'inbound') {
    return `${channel}${KINDS[kind]}${automatic ? ', sent by a machine: nobody waits for an answer' : ''}`;
  }
  const who = agent === undefined ? channel : `${channel}, by ${agent}`;
  const reason = delivery?.state === 'failed' ? `: ${delivery.sentence ?? delivery.reason}` : '';
  return `${who}${KINDS[kind]}, ${delivery?.state ?? 'queued'}${reason}`;
}

const showSize = (bytes: number) =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;
