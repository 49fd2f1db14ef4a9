/**
 * @module Faults that the engine is known not to stand yet. They are counted as skipped and said, so that the suite can
 * hold the rest; what is mended is to be taken off this list.
 */
const KNOWN = [];

/** What is open among problems, and why the others are known. */
export function sorted(problems) {
  const whyOf = (problem) => KNOWN.find(([pattern]) => pattern.test(problem))?.[1];
  return {
    open: problems.filter((problem) => whyOf(problem) === undefined),
    known: new Set(problems.map(whyOf).filter((why) => why !== undefined)),
  };
}
