import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { VisitorCase, VisitorMessage } from '../../../shared/domain/webchat-thread.ts';
import { type ChatSession, chatApi, StrangeToken } from './chat-api.ts';

/** Where the chat keeps its visitor, as a page of a real site would. */
const KEPT = 'throughline-visitor';

/** Milliseconds until a cut connection is made anew. */
const PATIENCE = 1_000;

export interface ChatLine extends VisitorMessage {
  /** Accepted, and not on the thread yet. */
  readonly isOnItsWay?: boolean;
}

/** A visitor of the web chat: the session, the messages, and the live line that says when to read again. */
export function useChat() {
  const session = useRef<ChatSession | undefined>(undefined);
  const socket = useRef<WebSocket | undefined>(undefined);
  const cursor = useRef<string | undefined>(undefined);
  const [lines, setLines] = useState<ReadonlyMap<string, ChatLine>>(new Map());
  const [chatCase, setCase] = useState<VisitorCase>();
  const [isLive, setLive] = useState(false);

  const add = useCallback((some: readonly ChatLine[]) => {
    setLines((known) => new Map([...known, ...some.map((each) => [each.interactionId, each] as const)]));
  }, []);
  const read = useCallback(async () => {
    const of = session.current;
    if (!of) return;
    const thread = await chatApi.read(of.token, cursor.current);
    if (of !== session.current) return;
    cursor.current = thread.cursor ?? cursor.current;
    add(thread.messages);
    setCase(thread.case);
  }, [add]);

  const listen = useCallback(() => {
    const of = session.current;
    if (!of) return;
    const line = chatApi.listen(of.token);
    socket.current = line;
    line.onopen = () => {
      setLive(true);
      // What came while nobody listened.
      read().catch(() => undefined);
    };
    line.onmessage = () => void read().catch(() => undefined);
    line.onclose = () => {
      setLive(false);
      setTimeout(() => {
        if (of === session.current && line === socket.current) listen();
      }, PATIENCE);
    };
  }, [read]);

  const open = useCallback(async () => {
    if (session.current) return;
    const opened = await openAgain(localStorage.getItem(KEPT) ?? undefined);
    session.current = opened;
    localStorage.setItem(KEPT, opened.token);
    listen();
  }, [listen]);
  const leave = useCallback(() => {
    session.current = undefined;
    cursor.current = undefined;
    socket.current?.close();
  }, []);
  useEffect(() => leave, [leave]);

  return {
    lines: [...lines.values()].sort((one, other) => one.at.localeCompare(other.at)),
    chatCase,
    isLive,
    open,
    async send(text: string, language: string, at: string) {
      await open();
      const id = crypto.randomUUID();
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const { interactionId } = await chatApi.send(session.current?.token ?? '', {
        id,
        text,
        language,
        timeZone,
      });
      // The live line may have been faster.
      setLines((known) =>
        known.has(interactionId)
          ? known
          : new Map([...known, [interactionId, { ...onItsWay, interactionId, text, at }]]),
      );
    },
    async becomeAnother() {
      leave();
      localStorage.removeItem(KEPT);
      setLines(new Map());
      setCase(undefined);
      await open();
    },
  };
}

const onItsWay = { from: 'you', kind: 'message', isOnItsWay: true } as const;

/** The session of a visitor who comes back, or of a new one when the token is none of this cloud's (any more). */
async function openAgain(token: string | undefined): Promise<ChatSession> {
  try {
    return await chatApi.open(token);
  } catch (error) {
    if (error instanceof StrangeToken) return chatApi.open(undefined);
    throw error;
  }
}
