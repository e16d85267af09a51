import { hash } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

const BLOCK_BYTES = 64;

/**
 * SHA-256, and HMAC where a secret is given, in the form the SDK's signers ask for. Each is a call to Node that leaves
 * nothing behind: `createHash` and `createHmac` make objects that outlive their request and make collecting garbage
 * twice as long, the longest pause of all that a handler has.
 */
export class Sha256 {
  readonly #secret;
  readonly #parts: Uint8Array[] = [];

  constructor(secret?: Bytes) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
  }

  update(data: Bytes): void {
    this.#parts.push(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#secret ? hmac(this.#secret, this.#parts) : sha256(this.#parts);
  }

  reset(): void {
    throw new Error('Not needed by the signer.');
  }
}

function sha256(parts: readonly Uint8Array[]): Uint8Array {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/** RFC 2104. */
function hmac(secret: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const key = secret.length > BLOCK_BYTES ? sha256([secret]) : secret;
  return sha256([masked(key, 0x5c), sha256([masked(key, 0x36), ...parts])]);
}

function masked(key: Uint8Array, mask: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES).fill(mask);
  block.set(key.map((byte) => byte ^ mask));
  return block;
}

function bytesOf(data: Bytes): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
