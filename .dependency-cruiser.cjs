/** Who may import whom. The table in docs/architecture.md says the same in words. */
const ours = '^(kernel|plugins|policies|sdk|builtin-plugins|auditstore|examples|tests|scripts|index\\.ts|cli\\.ts)';
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const test = '\\.test\\.ts$|\\.fixture\\.ts$|/fixtures/|\\.bench\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true }, 'no cycles, type-only ones counted'),
    rule(
      'kernel-knows-nothing',
      { path: '^kernel/', pathNot: test },
      { path: ours, pathNot: '^kernel/' },
      'the kernel imports nothing of ours',
    ),
    rule(
      'plugins-and-policies-know-the-kernel',
      { path: '^(plugins|policies)/', pathNot: test },
      { path: ours, pathNot: ['^kernel/', '^$1/'] },
    ),
    rule(
      'sdk-knows-kernel-plugins-policies',
      { path: '^sdk/', pathNot: test },
      { path: ours, pathNot: '^(kernel|plugins|policies|sdk)/' },
    ),
    rule(
      'rooms-know-the-sdk-door',
      { path: '^builtin-plugins/([^/]+)/', pathNot: test },
      { path: ours, pathNot: ['^sdk/index\\.ts$', '^builtin-plugins/$1/'] },
      'a room imports the sdk by the package name, never a sibling',
    ),
    rule(
      'the-store-door-re-exports',
      { path: '^auditstore/' },
      { path: ours, pathNot: ['^auditstore/', '^sdk/audit\\.ts$', '^builtin-plugins/[^/]+/index\\.ts$'] },
    ),
    rule(
      'examples-are-users',
      { path: '^examples/' },
      { path: ours, pathNot: ['^examples/', '^index\\.ts$', '^sdk/index\\.ts$', '^auditstore/'] },
    ),
    rule(
      'one-container',
      { path: ours, pathNot: '^kernel/container\\.ts$' },
      { path: '(^|/)(tsyringe|reflect-metadata)(/|$)' },
      'only kernel/container.ts knows the container library',
    ),
    rule(
      'nothing-outside-package-json',
      { path: ours, pathNot: '^tests/toolchains/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
    ),
    rule('nothing-unresolved', { path: ours }, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|tests/toolchains|tests/fixtures)/' },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
