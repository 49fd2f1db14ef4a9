import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StandardSchema } from '../kernel/plugin.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { toCamel, toSnake } from './naming.ts';

const limit = z.object({ max_calls: z.number(), window_seconds: z.number().optional() });
type Tree = { child_nodes: Tree[] };
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ child_nodes: z.array(tree) }));
const schema = jsonSchemaOf(
  z
    .object({
      allowed_tools: z.array(z.string()).nullable(),
      rate_limits: z.object({ per_tool: z.record(z.string(), limit) }),
      block_patterns: z.array(z.union([z.string(), z.object({ rule_name: z.string() })])),
      both: z.intersection(z.object({ one_key: z.number() }), z.object({ other_key: z.number() })),
      pii_2: z.number(),
      tree,
    })
    .partial() as unknown as StandardSchema,
) as Record<string, unknown>;

const snake = {
  allowed_tools: ['myTool'],
  rate_limits: { per_tool: { myTool: { max_calls: 1 }, allowed_tools: { window_seconds: 2 } } },
  block_patterns: ['aB', { rule_name: 'x' }],
  both: { one_key: 1, other_key: 2 },
  tree: { child_nodes: [{ child_nodes: [] }] },
};
const camel = {
  allowedTools: ['myTool'],
  rateLimits: { perTool: { myTool: { maxCalls: 1 }, allowed_tools: { windowSeconds: 2 } } },
  blockPatterns: ['aB', { ruleName: 'x' }],
  both: { oneKey: 1, otherKey: 2 },
  tree: { childNodes: [{ childNodes: [] }] },
};

describe('names of keys', () => {
  test('go one way and the other, and keys of the author stay', () => {
    expect(toSnake(camel, schema)).toEqual(snake);
    expect(toCamel(snake, schema)).toEqual(camel);
    expect(toSnake(snake, schema)).toEqual(snake);
  });

  test('that are not known, or written twice, stay to be refused', () => {
    expect(toSnake({ alowedTools: [], maxCalls: 1 }, schema)).toEqual({ alowedTools: [], maxCalls: 1 });
    expect(toSnake({ allowedTools: [], allowed_tools: ['x'] }, schema)).toEqual({
      allowedTools: [],
      allowed_tools: ['x'],
    });
  });

  test('instances and keys that objects have anyway are left alone', () => {
    const date = new Date();
    expect(toSnake({ tree: date }, schema)).toEqual({ tree: date });
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}}') as object;
    expect(Object.keys(toSnake(hostile, schema) as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
