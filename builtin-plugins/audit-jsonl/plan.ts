/** @module Checkpoints as a policy wants them: keys are read, and witnesses made. */
import { AuditError, logSigner } from 'enforcecore/sdk';
import type { CheckpointPlan, LogSigner, LogWitness } from 'enforcecore/sdk';
import type { CheckpointOptions } from './checkpointer.ts';
import { readText } from './files.ts';
import { fileWitness, httpWitness } from './witnesses.ts';

/** @throws AuditError `EC_AUDIT_KEY` without exactly one place where the key is, `EC_AUDIT_READ` */
export function planned(
  plan: CheckpointPlan,
  service: LogSigner | undefined,
  others: readonly LogWitness[],
): CheckpointOptions {
  const own = plan.witnesses.map((one) => ('file' in one ? fileWitness(one.file) : httpWitness(one.url)));
  return { ...plan, signer: signerOf(plan, service), witnesses: [...own, ...others] };
}

function signerOf({ keyFile, keyEnv }: CheckpointPlan, service: LogSigner | undefined): LogSigner {
  if ([keyFile, keyEnv, service].filter((place) => place !== undefined).length !== 1)
    throw new AuditError('checkpoints need one key: `key_file`, `key_env`, or a plugin that signs', {
      code: 'EC_AUDIT_KEY',
    });
  if (service) return service;
  if (keyFile !== undefined) return logSigner(readText(keyFile));
  const pem = process.env[keyEnv as string];
  if (pem === undefined || pem === '')
    throw new AuditError(`the environment variable \`${keyEnv as string}\` holds no key`, { code: 'EC_AUDIT_KEY' });
  // One line is what many systems allow.
  return logSigner(pem.replaceAll('\\n', '\n'));
}
