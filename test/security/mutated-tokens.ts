import {
  replyTokenFor,
  surveyToken,
  type TokenKey,
  type TokenKeys,
  type TokenPurpose,
  verifyToken,
  visitorToken,
} from '../../shared/domain/tokens.ts';

/** A source of chance that repeats with its seed (mulberry32). */
export type Dice = (sides: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

const key = (id: number): TokenKey => ({ id, secret: `the secret of the test key number ${id}` });
const OURS: TokenKeys = [key(2), key(1)];
const THEIRS: readonly TokenKeys[] = [
  [{ id: 2, secret: 'a secret that somebody else thought of' }],
  [key(3)],
  [{ id: 2, secret: key(1).secret }],
];
const PURPOSES: readonly TokenPurpose[] = ['reply', 'survey', 'visitor'];
const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-08T12:00:00.000Z';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A token and how it is shown to us. */
interface Attempt {
  readonly token: string;
  readonly purpose: TokenPurpose;
  readonly now: string;
}

type Mutation = (genuine: Attempt, dice: Dice) => Attempt;

const idOf = (dice: Dice): string => Array.from({ length: 16 }, () => dice(36).toString(36)).join('');

function tokenOf(purpose: TokenPurpose, keys: TokenKeys, dice: Dice, expiresAt = LATER): string {
  const caseId = `${idOf(dice)}-${1 + dice(999_999)}`;
  switch (purpose) {
    case 'reply':
      return replyTokenFor(keys, caseId);
    case 'survey':
      return surveyToken(keys, { caseId, opening: 1 + dice(9), expiresAt });
    case 'visitor':
      return visitorToken(keys, { visitorId: idOf(dice), expiresAt });
  }
}

const spelled = (change: (token: string, dice: Dice) => string): Mutation => {
  return (genuine, dice) => ({ ...genuine, token: change(genuine.token, dice) });
};

const put = (token: string, at: number, letters: string, instead = 1): string =>
  token.slice(0, at) + letters + token.slice(at + instead);

const letter = (dice: Dice): string => LETTERS.charAt(dice(32));

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'one bit flipped': spelled((token, dice) => {
    const at = dice(token.length);
    return put(token, at, LETTERS.charAt(LETTERS.indexOf(token.charAt(at)) ^ (1 << dice(5))));
  }),
  'letters replaced': spelled((token, dice) => {
    let changed = token;
    for (let count = 1 + dice(8); count > 0; count -= 1)
      changed = put(changed, dice(token.length), letter(dice));
    return changed;
  }),
  'letters swapped': spelled((token, dice) => {
    const at = dice(token.length - 1);
    return put(token, at, token.charAt(at + 1) + token.charAt(at), 2);
  }),
  'another spelling of the last letter': spelled((token, dice) =>
    // The last letter of most tokens carries spare bits, which must be zero.
    put(token, token.length - 1, letter(dice)),
  ),
  'upper case': spelled((token, dice) => {
    const at = dice(token.length);
    return dice(2) === 0 ? token.toUpperCase() : put(token, at, token.charAt(at).toUpperCase());
  }),
  'padding and spaces': spelled((token, dice) => {
    const blank = ['=', '=====', ' ', '\n', '-', '\u0000', '\u00a0', '%20', '.'][dice(9)] ?? '=';
    return put(token, dice(token.length + 1), blank, 0);
  }),
  'letters that look alike': spelled((token) =>
    token.replace(
      /[aceiolpx25]/g,
      (found) => ({ o: '0', l: '1', a: 'а', c: 'с', e: 'е', i: '1' })[found] ?? 'z',
    ),
  ),
  'cut off': spelled((token, dice) => token.slice(0, dice(token.length))),
  'made longer': spelled((token, dice) =>
    put(token, dice(2) * token.length, Array.from({ length: 1 + dice(16) }, () => letter(dice)).join(''), 0),
  ),
  'halves of two tokens': (genuine, dice) => {
    const other = tokenOf(genuine.purpose, OURS, dice);
    const at = 1 + dice(genuine.token.length - 1);
    const token = genuine.token.slice(0, at) + other.slice(at);
    // They may begin alike, with key id and expiry; then it is the other one, and that is genuine.
    return token === other ? genuine : { ...genuine, token };
  },
  'the MAC of another token': (genuine, dice) => {
    const other = tokenOf(genuine.purpose, OURS, dice);
    return { ...genuine, token: genuine.token.slice(0, -17) + other.slice(-17) };
  },
  'letters by chance': spelled((token, dice) => [...token].map(() => letter(dice)).join('')),
  'another purpose': (genuine, dice) => {
    const others = PURPOSES.filter((purpose) => purpose !== genuine.purpose);
    return { ...genuine, purpose: others[dice(2)] ?? 'reply' };
  },
  'another key': ({ purpose, now }, dice) => ({
    token: tokenOf(purpose, THEIRS[dice(3)] ?? [key(3)], dice),
    purpose,
    now,
  }),
  expired: (_, dice) => {
    const purpose = dice(2) === 0 ? 'survey' : 'visitor';
    const expiresAt = new Date(Date.parse(NOW) - dice(1_000_000) * 1000).toISOString();
    return { token: tokenOf(purpose, OURS, dice, expiresAt), purpose, now: NOW };
  },
};

export interface Attack {
  /** How many tokens of each mutation were shown. */
  readonly tried: Readonly<Record<string, number>>;
  readonly accepted: readonly (Attempt & { readonly mutation: string })[];
  /** Genuine tokens that were refused: must be none, or the attack says nothing. */
  readonly genuineRefused: number;
}

/** Shows that many mutated tokens, each made of a genuine one. */
export function attackTokens(count: number, seed: number): Attack {
  const dice = diceOf(seed);
  const names = Object.keys(MUTATIONS);
  const tried: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const accepted: (Attempt & { readonly mutation: string })[] = [];
  // Made once, since making one takes longer than refusing it.
  const genuineOnes = Array.from({ length: 3000 }, (_, index): Attempt => {
    const purpose = PURPOSES[index % 3] ?? 'reply';
    return { token: tokenOf(purpose, OURS, dice), purpose, now: NOW };
  });
  const genuineRefused = genuineOnes.filter((genuine) => !isAccepted(genuine)).length;
  for (let shown = 0; shown < count; ) {
    const mutation = names[dice(names.length)] ?? '';
    const genuine = genuineOnes[dice(genuineOnes.length)];
    const attempt = genuine && MUTATIONS[mutation]?.(genuine, dice);
    if (!attempt || (attempt.token === genuine.token && attempt.purpose === genuine.purpose)) continue;
    shown += 1;
    tried[mutation] = (tried[mutation] ?? 0) + 1;
    if (isAccepted(attempt)) accepted.push({ ...attempt, mutation });
  }
  return { tried, accepted, genuineRefused };
}

function isAccepted({ token, purpose, now }: Attempt): boolean {
  return verifyToken(OURS, purpose, token, now).kind === 'genuine';
}
