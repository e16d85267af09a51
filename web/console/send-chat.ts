import * as z from 'zod';

const session = z.object({ token: z.string() });
const refusal = z.object({ error: z.object({ message: z.string() }) });

export interface ChatLine {
  /** Output of the templates. */
  readonly ChannelsApiUrl: string;
  readonly text: string;
  /** Id of the message; the same one again is that one message. */
  readonly id: string;
  /** Token of a visitor who was here before. @default a new visitor */
  readonly visitor?: string | undefined;
}

/**
 * Writes as a visitor of the web chat, by the requests that a page makes.
 *
 * @returns the visitor's token
 * @throws Error with the API's own sentence
 */
export async function sendChat({ ChannelsApiUrl, text, id, visitor }: ChatLine): Promise<string> {
  const post = async (path: string, token: string | undefined, body: object) => {
    const answer = await fetch(`${ChannelsApiUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    const json: unknown = await answer.json();
    if (answer.ok) return json;
    const { data } = refusal.safeParse(json);
    throw new Error(data?.error.message ?? `The chat answered with status ${answer.status}.`);
  };
  const { token } = session.parse(await post('/webchat/sessions', visitor, {}));
  await post('/webchat/messages', token, { id, text });
  return token;
}
