/** @module Addresses of crypto-currencies, by their checksums; those without one need a word that says so. */
import { RANKS } from '../categories.ts';
import { alphabet, kindAt, WORD } from '../characters.ts';
import {
  hasLengthOfAddress,
  hasLengthOfKey,
  hasLengthOfRipple,
  isBase58Address,
  isBech32,
  isPublicKey,
  isRippleAddress,
  isStellarAddress,
} from '../coin-checks.ts';
import { keccak256 } from '../keccak.ts';
import { labels } from '../labels.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const rest = { category: 'crypto_address', rank: RANKS.crypto_address, alphabet: alphabet(/\w/), wide: false };

const aboutWallets = labels([
  ...[
    'wallet',
    'solana',
    'sol',
    'crypto',
    'monero',
    'xmr',
    'address',
    'polkadot',
    'dot',
    'cardano',
    'ada',
    'coin',
    'token address',
  ],
  ...['public key', 'pubkey', 'recipient', 'payout', 'deposit', 'withdraw*'],
]);

const LEAST_BASE58 = 25;
const MOST_BASE58 = 107;
const BASE58 = alphabet(/[1-9A-HJ-NP-Za-km-z]/);

/** Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron, XRP; with a word also keys of Solana and long addresses of Monero. */
const base58: TokenRecognizer = {
  ...rest,
  longest: MOST_BASE58 + 1,
  mixed: [[LEAST_BASE58, MOST_BASE58]],
  words: [[LEAST_BASE58, MOST_BASE58]],
  numbers: [[LEAST_BASE58, MOST_BASE58]],
  find(text, start, end, least) {
    if (start < least || !isWhole(text, start, end)) return undefined;
    const kinds = kindsOf(text, start, end);
    if (kinds === 0) return undefined;
    for (let at = start; at < end; at++) if (BASE58[text.charCodeAt(at)] !== 1) return undefined;
    return isBase58Coin(text, start, end, kinds) ? { start, end } : undefined;
  },
};

// What a row of characters can be by its length and its first one: most are nothing, such as hashes in hexadecimal.
const COIN = 1;
const XRP = 2;
const KEY = 4;
const MONERO = 8;

function kindsOf(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > 44) return (length === 95 || length === 106) && MONERO_FIRST.has(text.charAt(start)) ? MONERO : 0;
  const key = length > 31 && hasLengthOfKey(text, start, end) ? KEY : 0;
  if (length > 36) return key;
  const first = text.charAt(start);
  if (first === 'r') return hasLengthOfRipple(text, start, end) ? key | XRP : key;
  return FIRST.has(first) && hasLengthOfAddress(text, start, end) ? key | COIN : key;
}

function isBase58Coin(text: string, start: number, end: number, kinds: number): boolean {
  const address = text.slice(start, end);
  if ((kinds & COIN) !== 0 && isBase58Address(address)) return true;
  if ((kinds & XRP) !== 0 && isRippleAddress(address)) return true;
  if ((kinds & (KEY | MONERO)) === 0 || !/\d/.test(address) || aboutWallets(text, start, end) === 0) return false;
  return (kinds & MONERO) !== 0 || isPublicKey(address);
}

const FIRST = new Set('123mnLMD9AX7tT');
const MONERO_FIRST = new Set('48');

/** Bitcoin, Litecoin, Cardano, Cosmos and others: a lower-case name, `1`, and letters with a checksum of six. */
const BECH32 =
  /(?:bc|tb|bcrt|ltc|tltc|addr|addr_test|stake|cosmos|osmo|juno|terra|inj|celestia|axelar|kava|secret|akash|bnb|band|zs|grs|vtc|dgb|sys|erd|zil|one|sei|dydx)1[02-9ac-hj-np-z]{8,110}(?![a-z\d_])/iy;
const LONGEST_NAME = 8;
const ONE = 49;
const CARDANO_TEST = 'addr_';
const bech32: TokenRecognizer = {
  ...rest,
  longest: 122,
  mixed: [[11, 120]],
  find(text, token, end, least) {
    let one = token;
    const last = Math.min(token + LONGEST_NAME, end - 9);
    while (one <= last && text.charCodeAt(one) !== ONE) one++;
    if (one < token + 2 || one > last) return undefined;
    const test = text.charCodeAt(token - 1) === 95;
    const start = test ? token - CARDANO_TEST.length : token;
    if (start < least || (kindAt(text, start - 1) & WORD) !== 0) return undefined;
    BECH32.lastIndex = start;
    return BECH32.test(text) && isBech32(text.slice(start, end)) ? { start, end } : undefined;
  },
};

/** Ethereum and all that shares its addresses. Mixed letters carry a checksum (EIP-55). */
const ethereum: TokenRecognizer = {
  ...rest,
  longest: 43,
  mixed: [[42, 42]],
  find(text, start, end, least) {
    if (start < least || (text.charCodeAt(start + 1) | 32) !== 120 || !isWhole(text, start, end)) return undefined;
    const address = text.slice(start, end);
    return /^0x[\da-f]{40}$/i.test(address) && hasMixedCase(address.slice(2)) ? { start, end } : undefined;
  },
};

function hasMixedCase(address: string): boolean {
  const lower = address.toLowerCase();
  if (address === lower || address === address.toUpperCase()) return /[^0]/.test(address);
  const hash = keccak256(lower);
  return [...address].every(
    (char, i) => char === (parseInt(hash.charAt(i), 16) > 7 ? char.toUpperCase() : char.toLowerCase()),
  );
}

const stellar: TokenRecognizer = {
  ...rest,
  longest: 57,
  mixed: [[56, 56]],
  words: [[56, 56]],
  find(text, start, end, least) {
    if (start < least || text.charAt(start) !== 'G' || !isWhole(text, start, end)) return undefined;
    const address = text.slice(start, end);
    return /^G[A-Z2-7]{55}$/.test(address) && isStellarAddress(address) ? { start, end } : undefined;
  },
};

export const cryptoAddress = [base58, bech32, ethereum, stellar] as const;

function isWhole(text: string, start: number, end: number): boolean {
  return ((kindAt(text, start - 1) | kindAt(text, end)) & WORD) === 0;
}
