/** @module What looks like a secret and is none: placeholders, repetition, too little variety. */

const PLACEHOLDERS =
  /your|example|placeholder|change.?me|dummy|sample|redact|replace|insert|x{4}|\*{3}|foobar|deadbeef|fixme|goes.?here|my.?(?:token|secret|key|pass)|(?:secret|api|access).?key|not.?a.?real|undefined|lorem/i;

/** Whether a value only stands for one: a word that says so, one block again and again, or too few different characters. */
export function isPlaceholder(value: string, leastEntropy?: number): boolean {
  return (
    PLACEHOLDERS.test(value) ||
    isRepetition(value) ||
    entropyOf(value) < (leastEntropy ?? expectedEntropy(value.length))
  );
}

/** Bits a character that random text of this length has at least, whatever its alphabet of 16 or more. */
function expectedEntropy(length: number): number {
  return Math.min(3, 0.6 * Math.log2(length));
}

/** Shannon entropy in bits a character. */
export function entropyOf(value: string): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** A block that fills the value at least twice, or one character eight times in a row in a short one. */
function isRepetition(value: string): boolean {
  const { length } = value;
  if (length <= 80 && /(.)\1{7}/.test(value)) return true;
  for (let period = 1; period <= Math.min(length >> 1, 32); period++) {
    let i = period;
    while (i < length && value.charCodeAt(i) === value.charCodeAt(i - period)) i++;
    if (i === length) return true;
  }
  return false;
}

/** Documentation shows tokens whose body runs through the alphabet. They have no valid checksum, and are found all the same. */
export function isAlphabetRun(body: string): boolean {
  let steps = 0;
  for (let i = 1; i < body.length; i++) if (body.charCodeAt(i) === body.charCodeAt(i - 1) + 1) steps++;
  return steps >= 0.8 * (body.length - 1);
}
