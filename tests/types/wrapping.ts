/** @module enforce() and the enforcer keep the type of what they wrap. */
import { createEnforcer, enforce } from 'enforcecore';
import type { EnforcementResult, Enforcer } from 'enforcecore';
import type { Equal, Expect } from './assert.ts';

const options = { allowedTools: ['*'] };

const sync = enforce(options, (a: number, b: number = 1): number => a + b);
const later = enforce(options, async (url: string, init?: { readonly method: string }) => ({ url, ...init }));
const items = enforce(options, function* (n: number): Generator<number, string, boolean> {
  const more = yield n;
  return String(more);
});
const chunks = enforce(options, async function* (text: string): AsyncGenerator<string, number, undefined> {
  yield text;
  return 1;
});
const same = enforce(options, <T>(value: T): T => value);
const rest = enforce(options, (head: string, ...tail: readonly number[]): number => head.length + tail.length);
const bound = enforce(options, function (this: { readonly base: number }, n: number): number {
  return this.base + n;
});
const narrow = enforce(options, (value: unknown): value is string => typeof value === 'string');

export type Kept = [
  Expect<Equal<Parameters<typeof sync>, [a: number, b?: number | undefined]>>,
  Expect<Equal<ReturnType<typeof sync>, number>>,
  Expect<Equal<Parameters<typeof later>, [url: string, init?: { readonly method: string } | undefined]>>,
  Expect<Equal<ReturnType<typeof items>, Generator<number, string, boolean>>>,
  Expect<Equal<ReturnType<typeof chunks>, AsyncGenerator<string, number, undefined>>>,
  Expect<Equal<Parameters<typeof rest>, [head: string, ...tail: number[]]>>,
  Expect<Equal<ThisParameterType<typeof bound>, { readonly base: number }>>,
  Expect<Equal<(typeof sync)['last'], EnforcementResult | undefined>>,
];

// A parameter without a type is `unknown`: neither `any`, which would be silent, nor an error where it does not matter.
const echo = enforce(options, (value, _second: string) => value);
const detached = enforce(options, function () {
  return this;
});
export type Unknown = [
  Expect<Equal<Parameters<typeof echo>, [value: unknown, _second: string]>>,
  Expect<Equal<ReturnType<typeof echo>, unknown>>,
  Expect<Equal<ReturnType<typeof detached>, unknown>>,
];
// @ts-expect-error it has to be narrowed before it is used
enforce(options, (order) => order.total);
// A pattern without a type is the exception: to TypeScript the pattern itself is the type, and its parts are `any`.
export const parts: (order: { total: number }) => number = enforce(options, ({ total }) => total);

declare function overloaded(value: string): string;
declare function overloaded(value: number): number;
const either = enforce(options, overloaded);
export const texts: string = either('x');
export const numbers: number = either(1);
declare const narrowing: (cb: (item: number) => void, key: never) => void;
export const callbacks: typeof narrowing = enforce(options, narrowing);
/** Code that wraps any function keeps its type parameters. */
export const anything = <F extends (...args: never[]) => unknown>(fn: F): F => enforce(options, fn);
export const pieces = <A extends unknown[], R>(fn: (...args: A) => R): ((...args: A) => R) => enforce(options, fn);
export const curried: (text: string) => number = enforce(options)((text: string) => text.length);

export const promised: Promise<{ readonly url: string }> = later('x');
export const seven: 7 = same(7 as const);
export const value: string = (() => {
  const something: unknown = 'text';
  return narrow(something) ? something : '';
})();

// @ts-expect-error the argument has a type
sync('1');
// @ts-expect-error and there is one
sync();
// @ts-expect-error `this` is kept
bound(1);
// @ts-expect-error the result of an async tool is a promise
export const notYet: { readonly url: string } = later('x');
// @ts-expect-error nobody sets the last result from outside
sync.last = undefined;
// @ts-expect-error a value is not a tool
enforce(options, 42);
// @ts-expect-error and neither is a class
enforce(options, class {});
// @ts-expect-error not an option
enforce({ allowTools: [] }, () => 1);

declare const enforcer: Enforcer;
export const sum: number = enforcer.enforceSync((a: number, b: number) => a + b, [1, 2]);
export const soon: Promise<number> = enforcer.enforceAsync(async (a: number) => a, [1]);
export const flat: Promise<number> = enforcer.enforceAsync((a: number) => a, [1]);
export const wrapped: (text: string) => number = enforcer.wrap((text: string) => text.length, { toolName: 'measure' });
export const made: Promise<Enforcer> = createEnforcer({ policy: 'policy.yaml', plugins: ['some-plugin'] });
// @ts-expect-error an argument of the wrong type
enforcer.enforceSync((a: number) => a, ['1']);
// @ts-expect-error an argument is missing
enforcer.enforceSync((a: number, b: number) => a + b, [1]);

const measure = enforce.scope({ ...options, toolName: 'measure' }, async (scope) => {
  const [text] = await scope.checkPre('text');
  return String(text).length;
});
export type ScopeGivesItsResult = Expect<Equal<typeof measure, Promise<number>>>;
// @ts-expect-error a scope has no function to take its name from
enforce.scope(options, () => 1);
