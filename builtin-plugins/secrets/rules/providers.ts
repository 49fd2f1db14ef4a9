/** @module All rules that are data alone, family by family. */
import type { Rule } from '../rule.ts';
import { AI } from './ai.ts';
import { CLOUDS } from './clouds.ts';
import { IDENTITY } from './identity.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { MESSAGING } from './messaging.ts';
import { OBSERVABILITY } from './observability.ts';
import { PACKAGES } from './packages.ts';
import { PAYMENTS } from './payments.ts';
import { SOURCE_HOSTING } from './source-hosting.ts';
import { WORKPLACE } from './workplace.ts';

export const PROVIDER_RULES: readonly Rule[] = [
  ...CLOUDS,
  ...SOURCE_HOSTING,
  ...AI,
  ...PAYMENTS,
  ...MESSAGING,
  ...OBSERVABILITY,
  ...INFRASTRUCTURE,
  ...PACKAGES,
  ...WORKPLACE,
  ...IDENTITY,
];
