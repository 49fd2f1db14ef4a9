/** Shows a scope: enforcement around a block of code that is not a function of yours. */
import { enforce, EnforcementViolation } from 'enforcecore';

const options = { allowedTools: ['render'], piiRedaction: true, toolName: 'render' } as const;

const html = await enforce.scope(options, async (scope) => {
  const [name] = await scope.checkPre('jane@example.com');
  return `<b>${String(name)}</b> or 555-123-4567`;
});
console.log(html);

{
  await using scope = await enforce.scope(options);
  await scope.checkPre();
  scope.recordResult('done');
}

try {
  await enforce.scope({ ...options, toolName: 'erase' }, () => console.log('never printed'));
} catch (error) {
  console.log(error instanceof EnforcementViolation && error.reason);
}

/* prints
<b><EMAIL></b> or <PHONE>
the tool is not among those allowed
*/
