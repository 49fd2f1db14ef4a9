/** Shows a function under a policy: what is denied never runs, and personal data never reaches the tool. */
import { enforce, ToolDeniedError } from 'enforcecore';

function lookUp(customer: string): string {
  return `record of ${customer}: 555-123-4567`;
}

function dropTable(name: string): string {
  return `${name} is gone`;
}

const policy = { name: 'support', rules: { deniedTools: ['dropTable'], piiRedaction: { enabled: true } } };
const safeLookUp = enforce({ policy }, lookUp);
const safeDropTable = enforce({ policy }, dropTable);

console.log(safeLookUp('jane@example.com'));
console.log(safeLookUp.last?.decision, safeLookUp.last?.redactionsInput, safeLookUp.last?.redactionsOutput);

try {
  safeDropTable('customers');
} catch (error) {
  if (!(error instanceof ToolDeniedError)) throw error;
  console.log(error.message);
}

/* prints
record of <EMAIL>: <PHONE>
redacted 1 1
tool `dropTable` refused by policy `support`: the tool is denied
*/
