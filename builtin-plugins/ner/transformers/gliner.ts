/** @module GLiNER: the labels are part of what the model reads, and it scores spans of words. */
import type { ScoredSpan } from 'enforcecore/sdk';
import { NERError } from '../errors.ts';
import { categoryOf } from './labels.ts';
import type { LoadedModel } from './library.ts';
import type { Word } from './words.ts';

/** Asked of a GLiNER model when the application does not say what to ask. */
export const GLINER_LABELS: Readonly<Record<string, string>> = { person: 'person_name', location: 'location' };

export function isGliner({ model }: LoadedModel): boolean {
  return model.sessions.model.inputNames.includes('span_idx');
}

/** Runs the model over the words of one window. Of overlapping spans the surest stays. */
export async function scoreSpans(
  loaded: LoadedModel,
  words: readonly Word[],
  labels: Readonly<Record<string, string>>,
): Promise<ScoredSpan[]> {
  const asked = Object.keys(labels).length > 0 ? labels : GLINER_LABELS;
  const names = Object.keys(asked);
  const width = typeof loaded.config['max_width'] === 'number' ? loaded.config['max_width'] : 12;
  const { logits } = await loaded.model(inputsOf(loaded, words, names, width));
  const { dims = [], data = [] } = logits ?? {};
  if (dims.length !== 4 || dims[1] !== words.length || dims[2] !== width || dims[3] !== names.length)
    throw new NERError('the model gives no score for each span', { code: 'EC_NER_MODEL_UNUSABLE' });
  const finds: ScoredSpan[] = [];
  for (let i = 0; i < data.length; i++) {
    const score = 1 / (1 + Math.exp(-(data[i] as number)));
    if (score < 0.3) continue;
    const first = Math.floor(i / (names.length * width));
    const last = words[first + (Math.floor(i / names.length) % width)];
    const name = names[i % names.length] as string;
    if (last)
      finds.push({
        start: (words[first] as Word).start,
        end: last.end,
        category: categoryOf(name, asked) ?? name,
        score,
      });
  }
  return withoutOverlaps(finds);
}

function inputsOf(
  { library, tokenizer }: LoadedModel,
  words: readonly Word[],
  names: readonly string[],
  width: number,
): Record<string, InstanceType<typeof library.Tensor>> {
  const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false });
  const frame = tokenizer.encode('', { add_special_tokens: true });
  const half = Math.ceil(frame.length / 2);
  const ids = [
    ...frame.slice(0, half),
    ...names.flatMap((name) => [...encode('<<ENT>>'), ...encode(name)]),
    ...encode('<<SEP>>'),
  ];
  const mask = ids.map(() => 0);
  words.forEach(({ pieces }, i) => {
    mask.push(i + 1, ...pieces.slice(1).map(() => 0));
    ids.push(...pieces);
  });
  ids.push(...frame.slice(half));
  mask.push(...frame.slice(half).map(() => 0));
  const spans = words.flatMap((_, first) =>
    Array.from({ length: width }, (__, more) => [first, Math.min(first + more, words.length - 1)]),
  );
  const whole = (list: readonly number[], dims: readonly number[]): InstanceType<typeof library.Tensor> =>
    new library.Tensor('int64', BigInt64Array.from(list, BigInt), dims);
  return {
    input_ids: whole(ids, [1, ids.length]),
    attention_mask: whole(
      ids.map(() => 1),
      [1, ids.length],
    ),
    words_mask: whole(mask, [1, ids.length]),
    text_lengths: whole([words.length], [1, 1]),
    span_idx: whole(spans.flat(), [1, spans.length, 2]),
    span_mask: new library.Tensor(
      'bool',
      Uint8Array.from(spans, (_, i) => (Math.floor(i / width) + (i % width) < words.length ? 1 : 0)),
      [1, spans.length],
    ),
  };
}

/** The surest first; what is taken takes its words. Those are kept by their start, so that each span is tried against few. */
export function withoutOverlaps(finds: readonly ScoredSpan[]): ScoredSpan[] {
  const taken: ScoredSpan[] = [];
  for (const find of [...finds].sort((a, b) => b.score - a.score || a.start - b.start)) {
    const at = taken.findIndex(({ start }) => start >= find.end);
    const before = at < 0 ? taken.at(-1) : taken[at - 1];
    if (!before || before.end <= find.start) taken.splice(at < 0 ? taken.length : at, 0, find);
  }
  return taken;
}
