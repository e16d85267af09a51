import { LinkedText } from './linked-text.tsx';

/** A mail's text with what it quotes folded away. */
export function QuotedText({ text }: { text: string }) {
  const lines = text.split('\n');
  const quote = lines.findIndex((line) => line.startsWith('>'));
  if (quote < 0) return <LinkedText text={text.trim()} />;
  // "On Monday, Ana wrote:" goes with what it announces, an empty line between them or not.
  let start = quote;
  while (start > 0 && lines[start - 1]?.trim() === '') start--;
  if (lines[start - 1]?.trimEnd().endsWith(':')) start--;
  return (
    <>
      <LinkedText text={lines.slice(0, start).join('\n').trim()} />
      <details>
        <summary>Quoted</summary>
        <bdi>{lines.slice(start).join('\n').trim()}</bdi>
      </details>
    </>
  );
}
