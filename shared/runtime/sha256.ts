import { createHash, createHmac, createSecretKey } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, and HMAC where a secret is given, in the form the SDK's signers ask for, by Node's own. */
export class Sha256 {
  readonly #hash;

  constructor(secret?: Bytes) {
    // Node takes a key of bytes five times as slowly as one that it has been told is a key.
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', createSecretKey(bytesOf(secret)));
  }

  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('Not needed by the signer.');
  }
}

function bytesOf(data: Bytes): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
