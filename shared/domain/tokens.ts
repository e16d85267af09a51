import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { base32Of, bytesOfBase32 } from './base32.ts';
import { caseIdOf, partsOfCaseId } from './identity.ts';

/** A secret that tokens are signed with, known in them by its id, 0 to 255. */
export interface TokenKey {
  readonly id: number;
  readonly secret: string;
}

/** The newest signs, every one verifies: so a key can be replaced while its tokens are still in use. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

export type TokenPurpose = 'reply' | 'survey' | 'visitor';

/** What a token says, by purpose: each purpose has a key of its own, so no token passes for another kind. */
export interface TokenClaims {
  readonly payload: Uint8Array;
  /** ISO time from which it is no longer accepted, in whole seconds. */
  readonly expiresAt?: string;
}

export type Verdict<T> =
  | { readonly kind: 'genuine'; readonly claims: T }
  | { readonly kind: 'refused'; readonly because: 'malformed' | 'unknown-key' | 'forged' | 'expired' };

/** Reply tokens stand in mail addresses that live as long as the mails do; the others end. */
const EXPIRES = { reply: false, survey: true, visitor: true } as const satisfies Record<
  TokenPurpose,
  boolean
>;

const MAC_BYTES = 10;
const EXPIRY_BYTES = 4;
/** A case id is below 36^16 · 10^6, which takes 103 bits. */
const CASE_BYTES = 13;
/** 16 characters of base 36. */
const VISITOR_BYTES = 11;
const OPENING_BYTES = 2;

/**
 * Key id, claims and a MAC over both, in base32.
 *
 * @throws RangeError when the expiry does not fit the purpose: a mistake of the caller.
 */
export function signToken(keys: TokenKeys, purpose: TokenPurpose, claims: TokenClaims): string {
  const { payload, expiresAt } = claims;
  if (EXPIRES[purpose] !== (expiresAt !== undefined)) {
    throw new RangeError(`A token of purpose ${purpose} ${EXPIRES[purpose] ? 'needs an' : 'has no'} expiry.`);
  }
  const expiry = expiresAt === undefined ? [] : bytesOf(secondsOf(expiresAt), EXPIRY_BYTES);
  const [key] = keys;
  const signed = Uint8Array.of(key.id, ...expiry, ...payload);
  return base32Of(Uint8Array.of(...signed, ...macOf(key, purpose, signed)));
}

/** @param now ISO time */
export function verifyToken(
  keys: TokenKeys,
  purpose: TokenPurpose,
  token: string,
  now: string,
): Verdict<TokenClaims> {
  const bytes = bytesOfBase32(token);
  const start = 1 + (EXPIRES[purpose] ? EXPIRY_BYTES : 0);
  if (!bytes || bytes.length < start + MAC_BYTES) return { kind: 'refused', because: 'malformed' };
  const key = keys.find(({ id }) => id === bytes[0]);
  if (!key) return { kind: 'refused', because: 'unknown-key' };
  const signed = bytes.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(macOf(key, purpose, signed), bytes.subarray(-MAC_BYTES))) {
    return { kind: 'refused', because: 'forged' };
  }
  const payload = signed.subarray(start);
  if (!EXPIRES[purpose]) return { kind: 'genuine', claims: { payload } };
  const expiresAt = new Date(Number(numberOf(signed.subarray(1, start))) * 1000).toISOString();
  return Date.parse(now) < Date.parse(expiresAt)
    ? { kind: 'genuine', claims: { payload, expiresAt } }
    : { kind: 'refused', because: 'expired' };
}

/** Selects a case in the address of a reply, at most 40 characters. It proves nobody: copied people hold it too. */
export function replyTokenFor(keys: TokenKeys, caseId: string): string {
  return signToken(keys, 'reply', { payload: bytesOfCase(caseId) });
}

/**
 * The case a reply token selects; undefined when it is not genuine. Lower-case it first where a mail system may have
 * changed the case of letters: no second spelling is accepted here.
 */
export function caseIdOfReplyToken(keys: TokenKeys, token: string): string | undefined {
  // Reply tokens do not expire, so the time does not matter.
  const verdict = verifyToken(keys, 'reply', token, '1970-01-01T00:00:00.000Z');
  return verdict.kind === 'genuine' ? caseOfBytes(verdict.claims.payload) : undefined;
}

/** Answers one survey: of a case's opening, until a moment. */
export interface SurveyClaims {
  readonly caseId: string;
  readonly opening: number;
  /** ISO time. */
  readonly expiresAt: string;
}

export function surveyToken(keys: TokenKeys, { caseId, opening, expiresAt }: SurveyClaims): string {
  const payload = Uint8Array.of(...bytesOfCase(caseId), ...bytesOf(BigInt(opening), OPENING_BYTES));
  return signToken(keys, 'survey', { payload, expiresAt });
}

export function readSurveyToken(keys: TokenKeys, token: string, now: string): Verdict<SurveyClaims> {
  const verdict = verifyToken(keys, 'survey', token, now);
  if (verdict.kind === 'refused') return verdict;
  const { payload, expiresAt = now } = verdict.claims;
  const caseId = caseOfBytes(payload.subarray(0, CASE_BYTES));
  if (caseId === undefined || payload.length !== CASE_BYTES + OPENING_BYTES) {
    return { kind: 'refused', because: 'malformed' };
  }
  return {
    kind: 'genuine',
    claims: { caseId, opening: Number(numberOf(payload.subarray(CASE_BYTES))), expiresAt },
  };
}

/** Who chats from a browser: an id of ours, 16 characters, until a moment. */
export interface VisitorClaims {
  readonly visitorId: string;
  /** ISO time. */
  readonly expiresAt: string;
}

export function visitorToken(keys: TokenKeys, { visitorId, expiresAt }: VisitorClaims): string {
  if (!/^[0-9a-z]{16}$/.test(visitorId)) throw new RangeError('A visitor id has 16 characters, 0-9 and a-z.');
  return signToken(keys, 'visitor', { payload: bytesOf(numberOfId(visitorId), VISITOR_BYTES), expiresAt });
}

export function readVisitorToken(keys: TokenKeys, token: string, now: string): Verdict<VisitorClaims> {
  const verdict = verifyToken(keys, 'visitor', token, now);
  if (verdict.kind === 'refused') return verdict;
  const { payload, expiresAt = now } = verdict.claims;
  if (payload.length !== VISITOR_BYTES) return { kind: 'refused', because: 'malformed' };
  return { kind: 'genuine', claims: { visitorId: idOf(numberOf(payload)), expiresAt } };
}

/** Keys per purpose, derived once for every secret; as bytes, each use would make a key of them again. */
const derived = new WeakMap<TokenKey, Map<TokenPurpose, KeyObject>>();

function macOf(key: TokenKey, purpose: TokenPurpose, signed: Uint8Array): Uint8Array {
  const own = derived.get(key) ?? new Map<TokenPurpose, KeyObject>();
  derived.set(key, own);
  const secret =
    own.get(purpose) ??
    createSecretKey(new Uint8Array(hkdfSync('sha256', key.secret, '', `throughline ${purpose} token`, 32)));
  own.set(purpose, secret);
  return createHmac('sha256', secret).update(signed).digest().subarray(0, MAC_BYTES);
}

function bytesOfCase(caseId: string): Uint8Array {
  const parts = partsOfCaseId(caseId);
  if (!parts) throw new RangeError('This is no case id.');
  return bytesOf(numberOfId(parts.customerId) * 1_000_000n + BigInt(parts.number), CASE_BYTES);
}

function caseOfBytes(bytes: Uint8Array): string | undefined {
  const number = numberOf(bytes);
  const caseId = caseIdOf(idOf(number / 1_000_000n), Number(number % 1_000_000n));
  return bytes.length === CASE_BYTES && partsOfCaseId(caseId) ? caseId : undefined;
}

function numberOfId(id: string): bigint {
  return [...id].reduce((number, digit) => number * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
}

function idOf(number: bigint): string {
  return number.toString(36).padStart(16, '0');
}

function secondsOf(isoTime: string): bigint {
  return BigInt(Math.floor(Date.parse(isoTime) / 1000));
}

function bytesOf(number: bigint, length: number): Uint8Array {
  const hex = number.toString(16).padStart(length * 2, '0');
  if (number < 0n || hex.length > length * 2) throw new RangeError(`It does not fit into ${length} bytes.`);
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
