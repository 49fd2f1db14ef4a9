/** @module The part of `@huggingface/transformers` (version 4) that is used, and how it is loaded. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NERError } from '../errors.ts';

export interface Tensor {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}
export interface Tokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
}
export interface OnnxModel {
  readonly sessions: { readonly model: { readonly inputNames: readonly string[] } };
  (inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  dispose(): Promise<unknown>;
}
export interface Library {
  readonly env: { allowRemoteModels: boolean };
  readonly AutoTokenizer: { from_pretrained(folder: string, options: object): Promise<Tokenizer> };
  readonly AutoConfig: { from_pretrained(folder: string, options: object): Promise<object> };
  readonly PreTrainedModel: { from_pretrained(folder: string, options: object): Promise<OnnxModel> };
  readonly Tensor: new (type: string, data: BigInt64Array | Uint8Array, dims: readonly number[]) => Tensor;
}

/** What a model's folder says about it, and the model itself, ready to run. */
export interface LoadedModel {
  readonly library: Library;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly config: Readonly<Record<string, unknown>>;
}

// Not spelled in the import: the library is an optional peer, and no bundler is to look for it.
const PACKAGE = '@huggingface/transformers';

/** @throws NERError `EC_NER_LIBRARY_MISSING`, `EC_NER_MODEL_UNUSABLE` */
export async function loadModel(folder: string, precision: string): Promise<LoadedModel> {
  const library = await loadLibrary();
  const path = resolve(folder);
  const config = readConfig(path);
  const options = { local_files_only: true, dtype: precision, device: 'cpu' };
  try {
    const tokenizer = await library.AutoTokenizer.from_pretrained(path, options);
    const model = await library.PreTrainedModel.from_pretrained(path, {
      ...options,
      config: { ...config, model_type: 'custom' },
    });
    return { library, tokenizer, model, config };
  } catch (cause) {
    throw new NERError(`the model in \`${folder}\` cannot be loaded`, { code: 'EC_NER_MODEL_UNUSABLE', cause });
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    return (await import(/* @vite-ignore */ PACKAGE)) as Library;
  } catch (cause) {
    throw new NERError(`the backend \`transformers\` needs the package \`${PACKAGE}\`, which cannot be loaded`, {
      code: 'EC_NER_LIBRARY_MISSING',
      cause,
    });
  }
}

/** GLiNER's own file, where there is one, over the usual one. */
function readConfig(path: string): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const name of ['config.json', 'gliner_config.json']) {
    const file = join(path, name);
    if (!existsSync(file)) continue;
    try {
      Object.assign(config, JSON.parse(readFileSync(file, 'utf8')));
    } catch (cause) {
      throw new NERError(`\`${name}\` of the model is no JSON`, { code: 'EC_NER_MODEL_UNUSABLE', cause });
    }
  }
  return config;
}
