/** @module A process, or a thread, that writes to a trail and says on file descriptor 3 what was acknowledged. */
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { createEnforcer, loadTrail, verifyTrail } from 'enforcecore';
import { openAuditor } from './trail.mjs';

const task = isMainThread ? JSON.parse(process.argv[2]) : workerData;

/** `+` an entry is acknowledged, `!` an error is reported, `#` a tool ran, `=` its caller has the result, `@` anything. */
function say(mark, text) {
  const line = `${mark}${text}\n`;
  if (isMainThread) writeSync(3, line);
  else parentPort.postMessage(line);
}
const report = (error) => say('!', `${error?.name} ${error?.code}: ${error?.message}`);
const call = (toolName) => ({ toolName, policyName: 'faults', violationReason: 'x'.repeat(toolName.length * 7) });

const jobs = {
  /** Appends without end, or `count` times. Every `durable`th is waited for until the disk has it. */
  async append({ trail, count = Infinity, name = 'tool', durable = 0 }) {
    const auditor = openAuditor(trail);
    for (let i = 0; i < count; i++) {
      const entry = call(`${name}_${i}`);
      const made = durable > 0 && i % durable === 0 ? await auditor.recordDurable(entry) : auditor.record(entry);
      say('+', made.entryId);
    }
    await auditor.close();
  },

  /** Six entries, whatever fails, and one more by a second auditor. Every error is told. */
  async small({ trail }) {
    let locked = false;
    const trying = async (body) => {
      if (locked) return undefined; // each further attempt would wait as long
      try {
        return await body();
      } catch (error) {
        locked = error.code === 'EC_AUDIT_LOCKED';
        return report(error);
      }
    };
    for (const count of [6, 1]) {
      const auditor = await trying(() => openAuditor(trail));
      for (let i = 0; auditor && i < count; i++)
        await trying(async () => {
          const entry = call(`tool_${i}`);
          say('+', (await (i % 3 === 2 ? auditor.recordDurable(entry) : auditor.record(entry))).entryId);
        });
      await trying(() => auditor?.flush());
      await trying(() => auditor?.close());
    }
    say('@', 'done');
  },

  /** Calls tools through an enforcer without end; the tool with the number `dies` kills the process. */
  async calls({ folder, dies = -1, sync = false }) {
    const enforcer = await createEnforcer({
      policy: { name: 'faults', rules: { denied_tools: ['shell'] } },
      settings: { auditPath: folder },
    });
    const tool = (n) => {
      say('#', n);
      if (n === dies) process.kill(process.pid, 'SIGKILL');
      return n;
    };
    for (let n = 0; ; n++) {
      const options = { toolName: `tool_${n}` };
      say('=', sync ? enforcer.enforceSync(tool, [n], options) : await enforcer.enforceAsync(tool, [n], options));
    }
  },

  /** Writes entries while the clock jumps. */
  async clock({ trail, shifts }) {
    const auditor = openAuditor(trail);
    for (const [i, shift] of shifts.entries()) {
      globalThis.shiftClock(shift);
      for (let n = 0; n < 3; n++) say('+', auditor.record(call(`tool_${i}_${n}`)).entryId);
    }
    await auditor.close();
  },

  /** Does one thing to a hostile file, and tells what it cost. */
  async hostile({ trail, action }) {
    const began = performance.now();
    try {
      if (action === 'verify') say('@', JSON.stringify((await verifyTrail(trail)).errors.slice(0, 3)));
      if (action === 'load') say('@', String(loadTrail(trail).length));
      if (action === 'start') {
        const auditor = openAuditor(trail);
        say('+', auditor.record(call('after')).entryId);
        await auditor.close();
      }
    } catch (error) {
      report(error);
    }
    const ms = performance.now() - began;
    say('=', JSON.stringify({ ms, mb: process.resourceUsage().maxRSS / 1024 }));
  },
};

try {
  await jobs[task.do](task);
} catch (error) {
  report(error);
}
