/** @module Keccak-256 as Ethereum uses it (the padding of before FIPS 202), for addresses alone: it is not fast. */

const MASK = (1n << 64n) - 1n;
const ROUNDS = 24;
const RATE_BYTES = 136;

/** The hash of a text of less than 136 ASCII characters, in hex. */
export function keccak256(text: string): string {
  const block = new Uint8Array(RATE_BYTES);
  for (let i = 0; i < text.length; i++) block[i] = text.charCodeAt(i);
  block[text.length] = 1;
  block[RATE_BYTES - 1] = (block[RATE_BYTES - 1] as number) | 0x80;
  const view = new DataView(block.buffer);
  const state = Array.from({ length: 25 }, (_, i) => (i * 8 < RATE_BYTES ? view.getBigUint64(i * 8, true) : 0n));
  const constants = roundConstants();
  for (let round = 0; round < ROUNDS; round++) permute(state, constants[round] as bigint);
  const out = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 4; i++) out.setBigUint64(i * 8, state[i] as bigint, true);
  return Buffer.from(out.buffer).toString('hex');
}

function rotate(lane: bigint, by: number): bigint {
  return by === 0 ? lane : ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & MASK;
}

/** The steps theta, rho with pi, chi and iota (FIPS 202, 3.2). */
function permute(state: bigint[], constant: bigint): void {
  const lane = (x: number, y: number): bigint => state[(x % 5) + 5 * (y % 5)] as bigint;
  const columns = [0, 1, 2, 3, 4].map((x) => lane(x, 0) ^ lane(x, 1) ^ lane(x, 2) ^ lane(x, 3) ^ lane(x, 4));
  for (let i = 0; i < 25; i++) {
    const x = i % 5;
    state[i] = (state[i] as bigint) ^ (columns[(x + 4) % 5] as bigint) ^ rotate(columns[(x + 1) % 5] as bigint, 1);
  }
  let carried = state[1] as bigint;
  for (let step = 0, x = 1, y = 0; step < ROUNDS; step++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const kept = lane(x, y);
    state[x + 5 * y] = rotate(carried, (((step + 1) * (step + 2)) / 2) % 64);
    carried = kept;
  }
  const before = [...state];
  for (let i = 0; i < 25; i++) {
    const row = i - (i % 5);
    const next = before[row + ((i + 1) % 5)] as bigint;
    state[i] = (before[i] as bigint) ^ (~next & MASK & (before[row + ((i + 2) % 5)] as bigint));
  }
  state[0] = (state[0] as bigint) ^ constant;
}

/** From the linear feedback shift register of FIPS 202, 3.2.5. */
function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << BigInt(2 ** bit - 1);
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
    return constant;
  });
}
