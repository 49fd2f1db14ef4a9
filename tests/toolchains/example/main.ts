/** @module Runs the checks; the exit code says whether they hold. */
import { checks } from './checks.js';

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    console.error(`${name}\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}
console.log(`${Object.keys(checks).length} checks`);
