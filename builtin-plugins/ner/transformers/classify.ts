/** @module Token classification: a label a word, by the first piece of each. */
import type { ScoredSpan } from 'enforcecore/sdk';
import { NERError } from '../errors.ts';
import { begins, categoryOf } from './labels.ts';
import type { LoadedModel, Tensor } from './library.ts';
import type { Word } from './words.ts';

/** Runs the model over the words of one window. */
export async function classifyWords(
  loaded: LoadedModel,
  words: readonly Word[],
  labels: Readonly<Record<string, string>>,
): Promise<ScoredSpan[]> {
  const { library, model, tokenizer } = loaded;
  const frame = tokenizer.encode('', { add_special_tokens: true });
  const before = frame.slice(0, Math.ceil(frame.length / 2));
  const firsts: number[] = [];
  const ids = [...before];
  for (const { pieces } of words) {
    firsts.push(ids.length);
    ids.push(...pieces);
  }
  ids.push(...frame.slice(before.length));
  const whole = (value: (i: number) => number): Tensor =>
    new library.Tensor(
      'int64',
      BigInt64Array.from(ids, (_, i) => BigInt(value(i))),
      [1, ids.length],
    );
  const { logits } = await model({
    input_ids: whole((i) => ids[i] as number),
    attention_mask: whole(() => 1),
    token_type_ids: whole(() => 0),
  });
  const names = labelsOf(loaded);
  const width = names.length;
  if (logits?.dims.length !== 3 || logits.dims[1] !== ids.length || logits.dims[2] !== width)
    throw new NERError('the model gives no label for each token', { code: 'EC_NER_MODEL_UNUSABLE' });
  const chosen = firsts.map((at) => best(logits.data, at * width, width));
  return join(
    words,
    chosen.map(({ index, score }) => ({ label: names[index] as string, score })),
    labels,
  );
}

function labelsOf({ config }: LoadedModel): readonly string[] {
  const names = config['id2label'];
  if (typeof names !== 'object' || names === null)
    throw new NERError('`config.json` of the model names no labels', { code: 'EC_NER_MODEL_UNUSABLE' });
  return Object.values(names).map(String);
}

function best(data: ArrayLike<number>, from: number, width: number): { index: number; score: number } {
  let index = 0;
  for (let i = 1; i < width; i++) if ((data[from + i] as number) > (data[from + index] as number)) index = i;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += Math.exp((data[from + i] as number) - (data[from + index] as number));
  return { index, score: 1 / sum };
}

interface Labelled {
  readonly label: string;
  readonly score: number;
}

/** Words of one category in a row are one find, until a label says that another begins. Its score is the mean of theirs. */
function join(
  words: readonly Word[],
  chosen: readonly Labelled[],
  labels: Readonly<Record<string, string>>,
): ScoredSpan[] {
  const finds: (ScoredSpan & { end: number; score: number; count: number; bare: string })[] = [];
  let open = false;
  chosen.forEach(({ label, score }, i) => {
    const category = categoryOf(label, labels);
    const { start, end } = words[i] as Word;
    const last = finds.at(-1);
    const bare = label.replace(/^[BIESLU][-_]/, '');
    if (category === undefined) open = false;
    else if (open && last && last.category === category && !(begins(label) && bare === last.bare)) {
      finds[finds.length - 1] = {
        ...last,
        end,
        bare,
        score: (last.score * last.count + score) / (last.count + 1),
        count: last.count + 1,
      };
    } else {
      finds.push({ start, end, category, score, count: 1, bare });
      open = true;
    }
  });
  return finds.map(({ start, end, category, score }) => ({ start, end, category, score }));
}
