/** @module Loaded before everything else in a child: gives it a wall clock that can be set. */

const Real = globalThis.Date;
let shift = 0;
globalThis.shiftClock = (ms) => (shift = ms);

globalThis.Date = class Date extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + shift] : parts));
  }
  static now() {
    return Real.now() + shift;
  }
};
