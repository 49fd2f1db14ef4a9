/** @module A process that does to a trail, one after the other, what opens the files beside it. */
import { Auditor, eraseSubject, holdTrail, loadTrail, pruneTrail, releaseTrail, verifyTrail } from './index.ts';
import { signing } from './log.fixture.ts';
import { proveEntry, proveGrowth } from './proofs.ts';

const trail = process.argv[2] ?? '';
const acts: readonly (() => unknown)[] = [
  () => verifyTrail(trail),
  () => loadTrail(trail),
  () => proveEntry(trail, '1', undefined),
  () => proveGrowth(trail, '2', undefined),
  async () => {
    const auditor = new Auditor({ outputPath: trail, ...signing() });
    auditor.record({ toolName: 't', policyName: 'p' });
    auditor.record({ toolName: 't', policyName: 'p', subject: 'ann', payload: 1 });
    await auditor.close();
  },
  () => holdTrail(trail, 'case 7'),
  () => releaseTrail(trail),
  () => eraseSubject(trail, 'ann'),
  () => pruneTrail(trail, { keepSegments: 0 }),
];

for (const act of acts)
  try {
    await act();
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (!code?.startsWith('EC_AUDIT_')) throw error;
  }
process.stdout.write('ended');
