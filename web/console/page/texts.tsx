import { useEffect, useState } from 'preact/hooks';
import type { TextRow } from '../state.ts';
import { readTexts } from './console-server.ts';
import { useAttempt } from './use-attempt.ts';

/** Every text that customers read, in all languages side by side, with example parameters. */
export function Texts() {
  const [rows, setRows] = useState<readonly TextRow[]>([]);
  const [problem, attempt] = useAttempt();
  // Once: texts change with a restart only.
  useEffect(() => {
    attempt(async () => setRows(await readTexts()));
  }, []);
  const groups = [...new Set(rows.map(({ key }) => groupOf(key)))];

  return (
    <>
      <p class="hint">
        {rows.length} texts with example values. Change any of them under <code>texts</code> in{' '}
        <code>throughline.config.ts</code>; your own are marked here.
      </p>
      <p role="status" class="problem">
        {problem}
      </p>
      {groups.map((group, at) => (
        <details key={group} open={at === 0}>
          <summary>
            {group} ({rows.filter(({ key }) => groupOf(key) === group).length})
          </summary>
          {rows
            .filter(({ key }) => groupOf(key) === group)
            .map((row) => (
              <Row key={row.key} row={row} />
            ))}
        </details>
      ))}
    </>
  );
}

/** `receipt.sms` of `receipt.sms.promised`. */
const groupOf = (key: string) =>
  key
    .split('.')
    .slice(0, key.startsWith('chat') ? 1 : 2)
    .join('.');

function Row({ row: { key, parameters, versions } }: { row: TextRow }) {
  return (
    <section class="text" aria-label={key}>
      <h3>
        <code>{key}</code>{' '}
        <small>{parameters.length > 0 && parameters.map((each) => `{${each}}`).join(' ')}</small>
      </h3>
      <ul>
        {versions.map(({ language, text, isOwn }) => (
          <li key={language} class={isOwn ? 'own' : ''}>
            <small>
              {language}
              {isOwn && ', your own'}
            </small>
            <p lang={language} dir="auto">
              {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
