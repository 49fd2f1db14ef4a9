/** @module The text of a starter policy and of a config file, for what was found in a project. */
import type { Project } from './project.ts';

/**
 * A policy to begin with, with comments.
 *
 * @param sections - the sections that some plugin owns: others would make the policy invalid
 */
export function starterPolicy({ name, frameworks, servers }: Project, sections: ReadonlySet<string>): string {
  const found = [...frameworks, ...new Set(servers.map((server) => server.file))];
  const parts = [
    `# What the tools of this project's agents may do.
# Check it:  npx enforcecore validate policy.yaml
${found.length > 0 ? `# Written for: ${found.join(', ')}\n` : ''}
name: ${JSON.stringify(name)}
version: "1.0"

# To begin without refusing anything, take the next line in. Every call is then
# judged and recorded, and what would have been refused runs all the same.
# mode: monitor

# What happens when a call is refused: block (an error), log or redact.
on_violation: block

rules:`,
    sections.has('denied_tools') ? DENIED : '  {}',
    ...Object.keys(OPTIONAL).flatMap((section) => (sections.has(section) ? [OPTIONAL[section] as string] : [])),
  ];
  return `${parts.join('\n')}\n`;
}

const DENIED = `  # Tools that never run. Names compare without case and look-alike letters.
  denied_tools:
    - execute_shell
    - run_command
    - delete_file

  # To allow nothing but what is listed, write the list. Everything else is then
  # refused, so that a tool which appears tomorrow does not run by accident.
  # allowed_tools:
  #   - search_web
  #   - read_file`;

const OPTIONAL: Readonly<Record<string, string>> = {
  pii_redaction: `
  # Personal data is taken out of arguments and results.
  pii_redaction:
    enabled: true
    categories: [email, phone, ssn, credit_card, ip_address]
    strategy: placeholder`,
  max_output_size_bytes: `
  # A result that is larger than this is refused.
  max_output_size_bytes: 1048576`,
};

export const STARTER_CONFIG = `# Settings of EnforceCore for this project. Environment variables win over them.
# See where each value comes from:  npx enforcecore info

# The policy that is used when the code names none.
default_policy: policy.yaml

# The folder of the audit trail. Keep it out of version control.
audit_path: ./audit_logs/

# Installed packages that may act as plugins. None does without being named.
# plugins:
#   - enforcecore-office-hours
`;
