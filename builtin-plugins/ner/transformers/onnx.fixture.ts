/** @module Builds tiny models for tests: ONNX files by a writer of protocol buffers, and a tokenizer with a vocabulary of words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Bytes = readonly number[];
const FLOAT = 1;
const INT64 = 7;

function varint(value: number): Bytes {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest & 127) | 128);
  return [...out, rest];
}
const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: Bytes): Bytes => [...varint(field * 8 + 2), ...varint(value.length), ...value];
const text = (field: number, value: string): Bytes => bytes(field, [...Buffer.from(value)]);

function tensor(name: string, dims: readonly number[], values: Float32Array | BigInt64Array): Bytes {
  const raw = [...new Uint8Array(values.buffer)];
  const kind = values instanceof Float32Array ? FLOAT : INT64;
  return [...dims.flatMap((dim) => number(1, dim)), ...number(2, kind), ...text(8, name), ...bytes(9, raw)];
}

/** Every dimension is left open. */
function port(name: string, kind: number, rank: number): Bytes {
  const shape = Array.from({ length: rank }, (_, i) => bytes(1, text(2, `${name}${i}`))).flat();
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, kind), ...bytes(2, shape)]))];
}

function node(kind: string, inputs: readonly string[], output: string, axis?: number): Bytes {
  const attribute = axis === undefined ? [] : bytes(5, [...text(1, 'axis'), ...number(3, axis), ...number(20, 2)]);
  return [...inputs.flatMap((input) => text(1, input)), ...text(2, output), ...text(4, kind), ...attribute];
}

function graph(parts: { nodes: Bytes[]; tensors: Bytes[]; inputs: Bytes[]; output: Bytes }): Uint8Array {
  const body = [
    ...parts.nodes.flatMap((one) => bytes(1, one)),
    ...text(2, 'tiny'),
    ...parts.tensors.flatMap((one) => bytes(5, one)),
    ...parts.inputs.flatMap((one) => bytes(11, one)),
    ...bytes(12, parts.output),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, body), ...bytes(8, number(2, 13))]);
}

/** Each piece has its label whatever stands around it: `logits[i] = table[input_ids[i]]`. */
export function classifier(table: readonly (readonly number[])[]): Uint8Array {
  return graph({
    nodes: [node('Gather', ['table', 'input_ids'], 'logits', 0)],
    tensors: [tensor('table', [table.length, (table[0] as readonly number[]).length], Float32Array.from(table.flat()))],
    inputs: [port('input_ids', INT64, 2), port('attention_mask', INT64, 2)],
    output: port('logits', FLOAT, 3),
  });
}

/** A span's score is that of its first and its last word's places added: what GLiNER gives, without what it knows. */
export function spanScorer(table: readonly (readonly number[])[], width: number): Uint8Array {
  const labels = (table[0] as readonly number[]).length;
  return graph({
    nodes: [
      node('Gather', ['table', 'span_idx'], 'both', 0), // [1, spans, 2, labels]
      node('ReduceSum', ['both', 'axes'], 'sum'), // over first and last
      node('Reshape', ['sum', 'shape'], 'logits'),
    ],
    tensors: [
      tensor('table', [table.length, labels], Float32Array.from(table.flat())),
      tensor('axes', [1], BigInt64Array.from([2n])),
      tensor('shape', [4], BigInt64Array.from([1n, -1n, BigInt(width), BigInt(labels)])),
    ],
    inputs: [port('input_ids', INT64, 2), port('words_mask', INT64, 2), port('span_idx', INT64, 3)],
    output: port('logits', FLOAT, 4),
  });
}

/** A folder as such models come in: word pieces, with `##` for what continues a word. */
export function writeModel(folder: string, vocabulary: readonly string[], config: object, model: Uint8Array): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const special = ['[UNK]', '[CLS]', '[SEP]'];
  const vocab = Object.fromEntries(vocabulary.map((piece, id) => [piece, id]));
  const template = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
  const tokenizer = {
    version: '1.0',
    added_tokens: [...special, '<<ENT>>', '<<SEP>>']
      .filter((content) => content in vocab)
      .map((content) => ({
        id: vocab[content],
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
    normalizer: null,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [template('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, template('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [vocab[id]], tokens: [id] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ tokenizer_class: 'BertTokenizer', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]' }),
  );
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'onnx/model.onnx'), model);
}
