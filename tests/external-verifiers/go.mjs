/** @module The party of Go: its checksum database's own packages, compiled and started once, asked over a pipe. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('go/main.go', import.meta.url));
const packages = '/usr/share/gocode';
const ANSWER_MS = 30_000;

/** Gives undefined where Go or its packages are not installed; a program that does not compile is an error. */
export function startGo(folder) {
  const version = spawnSync('go', ['version'], { encoding: 'utf8', timeout: 30_000 });
  if (version.error || version.status !== 0 || !existsSync(join(packages, 'src/golang.org/x/mod/sumdb/tlog')))
    return undefined;
  const program = join(folder, 'verifier');
  // No modules and no proxy: what Debian installed is what is compiled, and nothing is fetched.
  const env = {
    ...process.env,
    GO111MODULE: 'off',
    GOPATH: packages,
    GOFLAGS: '',
    GOPROXY: 'off',
    GOTOOLCHAIN: 'local',
    GOCACHE: join(folder, 'go-cache'),
    CGO_ENABLED: '0',
  };
  const built = spawnSync('go', ['build', '-o', program, source], { env, encoding: 'utf8', timeout: 300_000 });
  if (built.error) throw built.error;
  if (built.status !== 0) throw new Error(`the Go program does not compile\n${built.stderr}`);
  return connect(spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] }), version.stdout.trim());
}

function connect(child, version) {
  const waiting = [];
  const fail = (reason) => waiting.splice(0).forEach(({ reject }) => reject(new Error(reason)));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) => fail(`the Go program ended with ${code ?? signal}`));
  // Writing to a program that ended is told by its close.
  child.stdin.on('error', (error) => fail(error.message));
  return {
    name: 'go',
    version: `golang.org/x/mod/sumdb, ${version}`,
    async ask(request) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('the Go program is not running');
      const { promise, resolve, reject } = withResolvers();
      const timer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS);
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return promise.finally(() => clearTimeout(timer));
    },
    close: () => child.kill('SIGKILL'),
  };
}

function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
