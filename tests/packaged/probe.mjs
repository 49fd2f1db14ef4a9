/**
 * Runs in a project of its own, against the built package: makes an enforcer as it is told to, sends calls through it,
 * and prints as JSON what came of them. Copied into the project, so that names resolve as they would for its owner.
 */
import { createEnforcer, enforce, PluginManager } from 'enforcecore';

const { marker, options = {}, imports = [], sync = false, manager = false, calls = [] } = JSON.parse(process.argv[2]);
const hasRun = () => (marker === undefined ? undefined : Symbol.for(marker) in globalThis);
const described = (error) => ({
  code: error.code,
  violation: error.violationType,
  rule: error.rule,
  message: error.message,
  hint: error.hint,
});
const answer = {};

if (manager) {
  const plugins = new PluginManager();
  answer.found = plugins.discover();
  answer.ranAtDiscovery = hasRun();
  const count = plugins.guards.length;
  await plugins.load(manager);
  answer.guardsAdded = plugins.guards.length - count;
} else {
  const plugins = [...(options.plugins ?? [])];
  for (const name of imports) plugins.push((await import(name)).default);
  try {
    const all = { ...options, plugins };
    if (sync)
      answer.value = enforce(all, function say() {
        return 'ran';
      })();
    else answer.calls = await answers(await createEnforcer(all));
  } catch (error) {
    answer.error = described(error);
  }
}
answer.ran = hasRun();
process.stdout.write(JSON.stringify(answer));

async function answers(enforcer) {
  const given = [];
  for (const { tool, args = [], returns } of calls) {
    let ran = false;
    let result;
    const fn = (...received) => ((ran = true), returns ?? received);
    const settings = { toolName: tool, onResult: (one) => (result = one) };
    const one = await enforcer.enforceAsync(fn, args, settings).then(
      (value) => ({ value }),
      (error) => ({ error: described(error) }),
    );
    const { decision, redactionsInput, redactionsOutput } = result ?? {};
    given.push({ tool, ran, ...one, decision, redactionsInput, redactionsOutput });
  }
  await enforcer.stop();
  return given;
}
