/** @module The class decorators. Checked twice: as TC39 decorators and under `experimentalDecorators`. */
import { abstain, allow, AuditBackend, Guard, optional, Redactor, token } from 'enforcecore/sdk';
import type { ToolCall, Verdict } from 'enforcecore/sdk';

interface Clock {
  now(): number;
}
const CLOCK = token<Clock>('types/clock');
const NAME = token<string>('types/name');

@Guard({ name: 'plain' })
export class Plain {
  check(_call: ToolCall): Verdict {
    return abstain();
  }
}

@Guard({ name: 'later' })
export class Later {
  async check(): Promise<Verdict> {
    return allow();
  }
}

@Guard({ name: 'injected', version: '1.2.3', description: 'takes a clock', inject: [CLOCK] })
export class Injected {
  readonly clock: Clock;
  constructor(clock: Clock = { now: () => 0 }) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}

@Guard({ name: 'optional', inject: [optional(CLOCK), NAME] })
export class Optional {
  readonly clock: Clock | undefined;
  readonly label: string;
  constructor(clock: Clock | undefined, label: string) {
    this.clock = clock;
    this.label = label;
  }
  check(): Verdict {
    return abstain();
  }
}

@Redactor({ name: 'finder', inject: [NAME] })
export class Finder {
  readonly word: string;
  constructor(word: string) {
    this.word = word;
  }
  find(text: string) {
    const start = text.indexOf(this.word);
    return start < 0 ? [] : [{ start, end: start + this.word.length, category: 'word', replacement: '<WORD>' }];
  }
}

@AuditBackend({ name: 'memory' })
export class Memory {
  readonly entries: object[] = [];
  write(entry: object): void {
    this.entries.push(entry);
  }
}

// @ts-expect-error the token of a defaulted parameter is missing
@Guard({ name: 'forgotten' })
export class Forgotten {
  readonly clock: Clock;
  constructor(clock: Clock = { now: () => 0 }) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}

// @ts-expect-error the wrong type
@Guard({ name: 'wrong', inject: [NAME] })
export class Wrong {
  readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}

// @ts-expect-error a token too many
@Guard({ name: 'extra', inject: [CLOCK, NAME] })
export class Extra {
  readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}

// @ts-expect-error too few tokens
@Redactor({ name: 'few' })
export class Few {
  readonly word: string;
  constructor(word: string) {
    this.word = word;
  }
  find(): [] {
    return [];
  }
}

// @ts-expect-error the wrong type
@AuditBackend({ name: 'wrong-backend', inject: [CLOCK] })
export class WrongBackend {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  write(): void {}
}

// @ts-expect-error nothing to ask
@Guard({ name: 'empty' })
export class Empty {}

// @ts-expect-error a name is needed
@Guard({})
export class Nameless {
  check(): Verdict {
    return abstain();
  }
}

export class NotAClass {
  // @ts-expect-error a method is not a class
  @Guard({ name: 'method' })
  check(): Verdict {
    return abstain();
  }
}
