import { describe, expect, it } from 'vitest';
import { checkInputSize, enforce, Enforcer, HookRegistry } from 'enforcecore';
import { present, vectors } from './vectors.ts';

const OFF = { hooks: new HookRegistry(), settings: { auditEnabled: false } };

describe.skipIf(!present)('recorded behaviour: calls', () => {
  it.each(
    vectors('enforce')
      .filter(({ area }) => area === 'enforce.pipeline')
      .map((vector) => [vector.id, vector] as const),
  )('%s', (_id, vector) => {
    const { policy, tool, args, kwargs, tool_returns: returns } = vector.input;
    const expected = vector.suspect ? { ...vector.expect, ...vector.believed } : vector.expect;
    let received: { args: unknown[]; kwargs: unknown } | undefined;
    const named = Object.keys(kwargs).length > 0;
    const run = (): unknown =>
      new Enforcer(policy, OFF).enforceSync(
        (...given: unknown[]) => {
          received = { args: given.slice(0, args.length), kwargs: named ? given[args.length] : {} };
          return returns === '<first argument>' ? given[0] : returns;
        },
        [...args, ...(named ? [kwargs] : [])],
        { toolName: tool },
      );
    if (expected.outcome === 'raised') {
      const type = expected.violation_type ? { violationType: expected.violation_type as string } : {};
      expect(run).toThrow(expect.objectContaining({ name: expected.error, ...type }));
      if (expected.tool_ran === false) expect(received).toBeUndefined();
    } else {
      expect(run()).toEqual(expected.result);
      if (!vector.suspect) expect(received).toEqual(expected.tool_received);
    }
  });

  it.each(
    vectors('enforce')
      .filter(({ area }) => area === 'enforce.smuggle')
      .map((vector) => [vector.id, vector] as const),
  )('%s', (_id, vector) => {
    const { policy, function_name: name, model_arguments: given } = vector.input;
    const tool = enforce({ policy, ...OFF, toolName: name }, (args: unknown) => args);
    const expected = vector.suspect ? vector.believed : vector.expect;
    if (expected.outcome === 'raised')
      expect(() => tool(given)).toThrow(expect.objectContaining({ name: expected.error }));
    else expect(tool(given)).toEqual(given);
  });

  it.each(vectors('hardening').map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const { args, kwargs, max_bytes: most } = vector.input;
    const expected = vector.suspect ? vector.believed : vector.expect;
    const values = Object.keys(kwargs).length > 0 ? [...args, ...Object.values(kwargs)] : args;
    const check = () => checkInputSize(values, most);
    if (expected.ok) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ name: expected.error }));
  });
});
