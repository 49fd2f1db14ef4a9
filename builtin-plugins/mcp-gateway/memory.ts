/** @module What is known of calls after they ended: whose answer may still come, and whose tool a task belongs to. */

/** A map that keeps its newest entries. */
export class Recent {
  readonly #entries = new Map<string, string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): string | undefined {
    return this.#entries.get(key);
  }
  has(key: string): boolean {
    return this.#entries.has(key);
  }
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  set(key: string, value: string): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    for (const oldest of this.#entries.keys()) return void this.#entries.delete(oldest);
  }
}

/** The tools that made the tasks of one server, by the ids that the server gave them. */
export class Tasks {
  readonly #tools = new Recent(10_000);

  toolOf(taskId: unknown): string | undefined {
    return typeof taskId === 'string' ? this.#tools.get(taskId) : undefined;
  }

  /** Looks at the raw result of a call, which may be a task that will have the result later. */
  learn(result: unknown, tool: string): void {
    for (const taskId of [field(field(result, 'task'), 'taskId'), field(result, 'taskId')]) {
      if (typeof taskId === 'string') this.#tools.set(taskId, tool);
    }
  }
}

function field(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) return undefined;
  return (object as Record<string, unknown>)[key];
}
