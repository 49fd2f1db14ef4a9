/** Shows what plugins there are, without running any of them, and what loading one gives. */
import { PluginManager } from 'enforcecore';

const manager = new PluginManager();
for (const { name, kind, version } of manager.discover()) {
  if (['pii', 'tool-acl'].includes(name)) console.log(name, kind, version);
}

console.log(manager.guards.length, manager.redactors.length);
await manager.load('tool-acl');
await manager.load('pii');
console.log(
  manager.guards.map(({ name }) => name),
  manager.redactors.length,
);

await manager.load('not-installed').catch((error: Error) => console.log(error.message));

/* prints
pii redactor 0.1.0
tool-acl guard 0.1.0
0 0
[ 'tool-acl' ] 1
no plugin called `not-installed` is installed
*/
