/** @module What is met when arguments are too much, or too strange, to be judged. */

/** The arguments cannot be judged within the room's bounds. The guard refuses such a call; nothing is passed over. */
export class Unjudgeable extends Error {
  override readonly name = 'Unjudgeable';
}
