/** What Content-Type says, as far as the structure of a mail depends on it. */
export interface ContentType {
  /** `text/plain`, in lower case. */
  readonly type: string;
  readonly boundary?: string;
  readonly hasName: boolean;
}

const LIMIT = 2_000;
const TYPE = /^\s*([\w.+-]{1,100}\/[\w.+-]{1,100})/;
const BOUNDARY = /;\s*boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s";,]{1,200}))/i;

/** Without a type, or with one nobody can read, a part is plain text (RFC 2045). */
export function readContentType(value: string | undefined, otherwise = 'text/plain'): ContentType {
  const short = (value ?? '').slice(0, LIMIT);
  const type = TYPE.exec(short)?.[1]?.toLowerCase() ?? otherwise;
  const match = BOUNDARY.exec(short);
  const boundary = (match?.[1] ?? match?.[2])?.trimEnd();
  return { type, ...(boundary && { boundary }), hasName: /;\s*name(?:\*\d?\*?)?\s*=/i.test(short) };
}
