const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

/** Text as it is, in its own direction, with web addresses to follow. */
export function LinkedText({ text }: { text: string }) {
  const parts = text.split(ADDRESS);
  return (
    <bdi>
      {parts.map((part, at) =>
        at % 2 === 1 ? (
          <a key={`${at} ${part}`} href={part} target="_blank" rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </bdi>
  );
}
