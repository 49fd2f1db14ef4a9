/** Runs dependency-cruiser over the sources, and fails also when it looked at nothing. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url));
const places = [
  'kernel',
  'plugins',
  'policies',
  'sdk',
  'builtin-plugins',
  'auditstore',
  'examples',
  'index.ts',
  'cli.ts',
];
const run = (type) => {
  try {
    return execFileSync(
      process.execPath,
      [bin, '--config', '.dependency-cruiser.cjs', '--output-type', type, ...places],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
  } catch (error) {
    return error.stdout;
  }
};
const { summary, modules } = JSON.parse(run('json'));
const ours = modules.filter(
  ({ source }) =>
    !source.includes('node_modules') &&
    /^(kernel|plugins|policies|sdk|builtin-plugins|auditstore|examples|index|cli)/.test(source),
);
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.log(
  `import rules: ${ours.length} modules, ${summary.totalDependenciesCruised} dependencies, ${summary.error} violations`,
);
if (ours.length < 20 || summary.totalDependenciesCruised < 40) {
  console.error('too few modules were looked at: the rules were not checked');
  process.exit(1);
}
process.exit(summary.error > 0 ? 1 : 0);
