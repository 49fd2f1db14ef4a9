/** @module enforce() on methods. Checked twice: as a TC39 decorator and under `experimentalDecorators`. */
import { enforce } from 'enforcecore';
import type { Equal, Expect } from './assert.ts';

interface Note {
  readonly text: string;
}

export class Notes {
  readonly all: Note[] = [];

  @enforce({ allowedTools: ['add'] })
  add(text: string, at?: number): Note {
    const note = { text };
    this.all.splice(at ?? this.all.length, 0, note);
    return note;
  }

  @enforce({ allowedTools: ['find'] })
  async find(word: string): Promise<Note | undefined> {
    return this.all.find(({ text }) => text.includes(word));
  }

  @enforce({ allowedTools: ['each'] })
  *each(): Generator<Note, number, boolean> {
    for (const note of this.all) if (yield note) return 1;
    return 0;
  }

  @enforce({ allowedTools: ['stream'] })
  async *stream(): AsyncGenerator<Note> {
    yield* this.all;
  }

  @enforce({ allowedTools: ['first'] })
  first<T extends Note>(notes: readonly T[]): T | undefined {
    return notes[0];
  }

  @enforce({ toolName: 'notes.count', deniedTools: ['rm'] })
  static count(notes: Notes): number {
    return notes.all.length;
  }
}

declare const notes: Notes;
declare const special: { readonly text: string; readonly special: true };
export type MethodsKeepTheirTypes = [
  Expect<Equal<Parameters<Notes['add']>, [text: string, at?: number | undefined]>>,
  Expect<Equal<ReturnType<Notes['add']>, Note>>,
  Expect<Equal<ReturnType<Notes['find']>, Promise<Note | undefined>>>,
  Expect<Equal<ReturnType<Notes['each']>, Generator<Note, number, boolean>>>,
  Expect<Equal<ReturnType<Notes['stream']>, AsyncGenerator<Note>>>,
  Expect<Equal<ReturnType<typeof Notes.count>, number>>,
];
export const kept: typeof special | undefined = notes.first([special]);

export class Mistakes {
  // @ts-expect-error a field is not a method
  @enforce({ allowedTools: ['field'] })
  readonly field: number = 1;

  // @ts-expect-error not an option
  @enforce({ allowTools: ['misspelt'] })
  misspelt(): void {}
}

// @ts-expect-error a class is not a tool
@enforce({ allowedTools: ['whole'] })
export class Whole {}
