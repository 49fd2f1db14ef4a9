/** @module A stream of server-sent events that is written no faster than it is read. */

export class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #wake: () => void = () => undefined;
  #open = true;

  /** @param onCancel - told when the reader goes away before the stream has ended */
  constructor(onCancel: () => void) {
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => this.#wake(),
      cancel: () => {
        this.#open = false;
        this.#wake();
        onCancel();
      },
    });
  }

  /** Resolves when the reader wants more. What is written to a closed stream is lost. */
  async emit(text: string): Promise<void> {
    if (!this.#open) return;
    this.#controller.enqueue(Buffer.from(text));
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#controller.close();
  }
}
