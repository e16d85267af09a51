import type { StoredMessage } from './message.ts';

/**
 * Holds the messages of a queue that a consumer could take now, and decides which come next. A message leaves the shelf
 * when it is received and returns when its visibility timeout ends.
 */
export interface Shelf {
  /** A message became visible, for the first time or again. */
  put(message: StoredMessage): void;
  /** The next message to receive, left in its place; undefined when none may be received now. */
  peek(): StoredMessage | undefined;
  /** Takes a message for a consumer: it is in flight until `settle` or `put`. */
  take(message: StoredMessage): void;
  /** A message is gone for good (deleted, expired or moved), wherever it was. */
  settle(message: StoredMessage): void;
  clear(): void;
}

/** Any message may be next; ours come in the order in which they became visible, which AWS does not promise. */
export function standardShelf(): Shelf {
  const visible = new Map<string, StoredMessage>();
  return {
    put: (message) => void visible.set(message.messageId, message),
    peek: () => visible.values().next().value,
    take: (message) => void visible.delete(message.messageId),
    settle: (message) => void visible.delete(message.messageId),
    clear: () => visible.clear(),
  };
}

interface Group {
  /** All messages of the group that are not gone, oldest first, in flight or not. */
  readonly messages: StoredMessage[];
  readonly visible: Set<string>;
  readonly inFlight: Set<string>;
}

/**
 * Message groups: within a group messages come in the order of their sequence numbers, and none comes while one is in
 * flight, save that a single receive may take several of a group in order. A delayed message holds back those behind it.
 * Groups take turns by the time at which they became free.
 */
export function fifoShelf(): Shelf & {
  /** Tells the shelf of a message's place in its group before it is visible (queue delay). */
  hold(message: StoredMessage): void;
  /** Ends one receive: groups taken from in it are blocked from now on. */
  endReceive(): void;
} {
  const groups = new Map<string, Group>();
  const ready = new Map<string, Group>();
  /** Groups that the present receive has taken from; only it may go on with them. */
  const taking = new Set<Group>();

  const groupOf = (message: StoredMessage): Group => {
    const id = message.groupId ?? '';
    let group = groups.get(id);
    if (!group) {
      group = { messages: [], visible: new Set(), inFlight: new Set() };
      groups.set(id, group);
    }
    return group;
  };

  const next = (group: Group): StoredMessage | undefined => {
    const message = group.messages.find((candidate) => !group.inFlight.has(candidate.messageId));
    return message && group.visible.has(message.messageId) ? message : undefined;
  };

  const review = (id: string, group: Group) => {
    if (group.messages.length === 0) groups.delete(id);
    const isFree = (group.inFlight.size === 0 || taking.has(group)) && next(group) !== undefined;
    if (!isFree) ready.delete(id);
    else if (!ready.has(id)) ready.set(id, group);
  };

  const hold = (message: StoredMessage) => {
    const { messages } = groupOf(message);
    if (messages.includes(message)) return;
    const sequence = message.sequenceNumber ?? '';
    const after = messages.findIndex((other) => (other.sequenceNumber ?? '') > sequence);
    messages.splice(after < 0 ? messages.length : after, 0, message);
  };

  return {
    hold,
    put(message) {
      hold(message);
      const group = groupOf(message);
      group.inFlight.delete(message.messageId);
      group.visible.add(message.messageId);
      review(message.groupId ?? '', group);
    },
    peek() {
      const group: Group | undefined = ready.values().next().value;
      return group && next(group);
    },
    take(message) {
      const group = groupOf(message);
      group.visible.delete(message.messageId);
      group.inFlight.add(message.messageId);
      taking.add(group);
      review(message.groupId ?? '', group);
    },
    settle(message) {
      const group = groupOf(message);
      const at = group.messages.indexOf(message);
      if (at >= 0) group.messages.splice(at, 1);
      group.visible.delete(message.messageId);
      group.inFlight.delete(message.messageId);
      review(message.groupId ?? '', group);
    },
    endReceive() {
      const taken = [...taking];
      taking.clear();
      for (const group of taken) {
        const id = group.messages[0]?.groupId ?? '';
        if (group.inFlight.size > 0) ready.delete(id);
      }
    },
    clear() {
      groups.clear();
      ready.clear();
      taking.clear();
    },
  };
}
