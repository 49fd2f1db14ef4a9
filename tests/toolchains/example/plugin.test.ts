import { it } from 'vitest';
import { checks } from './checks.js';

for (const [name, check] of Object.entries(checks)) it(name, check);
