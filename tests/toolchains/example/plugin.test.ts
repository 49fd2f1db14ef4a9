import { it } from 'vitest';
import { checks } from './checks.js';

it.each(Object.entries(checks))('%s', (_name, check) => check());
