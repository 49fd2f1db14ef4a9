/** @module `enforcecore schema`: the JSON Schema of policies, from the plugins that own their sections. */
import { ownersOfPlugin } from '../catalog.ts';
import { documentSchema } from '../schema.ts';
import { namedStrangers } from './contributed.ts';
import { EXIT } from './exit-codes.ts';
import type { Host, OwnCommand } from './host.ts';

export const schemaCommand: OwnCommand = {
  name: 'schema',
  summary: 'Print the JSON Schema of policies, for editors',
  configure(command, run) {
    command.addHelpText('after', HELP);
    run(schema);
  },
};

const HELP = `
With the sections of the built-in plugins and of those that the config file names.

Example:
  $ enforcecore schema > policy.schema.json
  and as the first line of a policy, for editors that use yaml-language-server:
  # yaml-language-server: $schema=./policy.schema.json`;

async function schema(host: Host): Promise<number> {
  const { catalog } = host;
  const found = [...catalog.rooms.filter(({ problem }) => !problem), ...namedStrangers(catalog, host.settings.plugins)];
  const plugins = await Promise.all(found.map((one) => catalog.load(one)));
  host.printJson(documentSchema(plugins.flatMap(ownersOfPlugin)));
  return EXIT.fine;
}
