/** Multinomial logistic regression over hashed features, by AdaGrad; weights are cut to eight bits. */
import { random } from './synth.mjs';

/** Of ten names that the lists know, so many are made unknown in training. */
const DROP = 3;
const RATE = 0.12;
const L2 = 1e-5;

export class Trainer {
  constructor(runtime, lists, isKnown) {
    this.rt = runtime;
    this.lexicon = runtime.buildLexicon(this.classesOf(lists, isKnown));
    this.tokens = new runtime.Tokens();
    this.features = [];
    this.labels = [];
    this.weight = [];
    this.examples = 0;
    this.buffer = new Uint32Array(runtime.MOST_FEATURES);
    this.r = random(11);
  }

  classesOf(lists, isKnown) {
    const { FIRST, LAST, USUAL_FIRST, USUAL_LAST, CITY, COUNTRY, COMMON, FIRM, wordHash, bigramKey } = this.rt;
    const classes = new Map();
    const put = (word, bit) => {
      const key = wordHash(word, 0, word.length);
      classes.set(key, (classes.get(key) ?? 0) | bit);
    };
    // The long tails of two lists count only where another list has the name too.
    const firstIn = counts(lists.groups, 'first');
    const lastIn = counts(lists.groups, 'last');
    const small = /^(de|la|van|von|del|der|den|the|of|al|el|da|do|di|dos|le|du|ter|ten|bin|ibn|abu)$/i;
    for (const [key, { first, last }] of lists.groups) {
      for (const name of first) {
        const seen = firstIn.get(name.toLowerCase());
        if (!isKnown(name) || seen < 2) continue;
        const bits = FIRST | (seen >= 8 || key.startsWith('world') ? USUAL_FIRST : 0);
        for (const part of name.split(/[\s-]+/))
          if ((part.length > 1 || part > '\u1000') && !small.test(part)) put(part, bits);
        if (name.includes('-')) put(name, bits);
      }
      for (const name of last) {
        if (!isKnown(name)) continue;
        const bits = LAST | (lastIn.get(name.toLowerCase()) >= 6 || key.startsWith('world') ? USUAL_LAST : 0);
        for (const part of name.split(/\s+/))
          if ((part.length > 1 || part > '\u1000') && !small.test(part)) put(part, bits);
      }
    }
    const place = (name, bit) => {
      if (!isKnown(name)) return;
      const words = name.split(/[\s]+/);
      if (words.length === 1) return put(name, bit);
      for (let i = 1; i < words.length; i++) {
        const [a, b] = [words[i - 1], words[i]];
        const key = bigramKey(wordHash(a, 0, a.length), wordHash(b, 0, b.length));
        classes.set(key, (classes.get(key) ?? 0) | bit);
      }
    };
    for (const name of lists.cities.keys()) place(name, CITY);
    for (const name of lists.countries) place(name, COUNTRY);
    // `bob` is a verb too, but hardly ever: only the most frequent words count against a usual name.
    for (const word of lists.common)
      if (lists.frequent.has(word) || !((classes.get(wordHash(word, 0, word.length)) ?? 0) & USUAL_FIRST))
        put(word, COMMON);
    for (const word of lists.foreign)
      if (
        !((classes.get(wordHash(word, 0, word.length)) ?? 0) & USUAL_FIRST) &&
        (word.length < 5 || !classes.has(wordHash(word, 0, word.length)))
      )
        put(word, COMMON);
    for (const firm of lists.firms) if (!firm.includes(' ')) put(firm, FIRM);
    return classes;
  }

  /** Tokens of a sentence with their labels: 0 neither, 1 person, 2 place, and -1 for what the model is never asked. */
  labelled({ text, spans }) {
    const { rt, tokens } = this;
    rt.tokenize(text, 0, text.length, tokens);
    rt.classify(text, tokens, this.lexicon);
    const labels = new Int8Array(tokens.size);
    for (let i = 0; i < tokens.size; i++) {
      const span = spans.find((s) => s.start <= tokens.starts[i] && s.end >= tokens.ends[i]);
      labels[i] = span ? (span.label === 'PER' ? 1 : 2) : 0;
    }
    return labels;
  }

  learn(sentence) {
    const { rt, tokens } = this;
    const labels = this.labelled(sentence);
    // Some names are made unknown, so that the model learns to do without the lists.
    for (let i = 0; i < tokens.size; i++)
      if (labels[i] > 0 && tokens.hashes[i] % 10 < DROP)
        tokens.classes[i] &= ~(
          rt.FIRST |
          rt.LAST |
          rt.USUAL_FIRST |
          rt.USUAL_LAST |
          (tokens.hashes[i] % 2 ? rt.CITY : 0)
        );
    for (let i = 0; i < tokens.size; i++) {
      if (!rt.isAsked(sentence.text, tokens, i)) continue;
      const count = rt.featuresOf(sentence.text, tokens, i, this.lexicon, this.buffer);
      this.features.push(Uint32Array.from(this.buffer.subarray(0, count), (x) => x >>> (32 - rt.FEATURE_BITS)));
      this.labels.push(labels[i]);
      this.examples++;
    }
  }

  fit(epochs) {
    const size = 1 << this.rt.FEATURE_BITS;
    const w = [new Float32Array(size), new Float32Array(size)];
    const g = [new Float32Array(size).fill(1e-4), new Float32Array(size).fill(1e-4)];
    const order = Uint32Array.from(this.labels, (_, i) => i);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(this.r.next() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      let loss = 0;
      const rate = RATE / (1 + epoch * 0.6);
      for (const n of order) {
        const f = this.features[n];
        const z = [0, 0];
        for (let k = 0; k < f.length; k++) {
          z[0] += w[0][f[k]];
          z[1] += w[1][f[k]];
        }
        const top = Math.max(0, z[0], z[1]);
        const e = [Math.exp(z[0] - top), Math.exp(z[1] - top), Math.exp(-top)];
        const sum = e[0] + e[1] + e[2];
        const label = this.labels[n];
        loss -= Math.log((label === 0 ? e[2] : e[label - 1]) / sum + 1e-9);
        for (let c = 0; c < 2; c++) {
          const d = e[c] / sum - (label === c + 1 ? 1 : 0);
          if (Math.abs(d) < 0.002) continue;
          for (let k = 0; k < f.length; k++) {
            const at = f[k];
            g[c][at] += d * d;
            w[c][at] -= (rate * (d + L2 * w[c][at])) / Math.sqrt(g[c][at]);
          }
        }
      }
      console.log(`epoch ${epoch}: loss ${(loss / order.length).toFixed(4)}`);
    }
    this.quantize(w);
  }

  quantize(w) {
    let top = 0;
    for (const list of w) for (const x of list) top = Math.max(top, Math.abs(x));
    const step = Math.min(top, 5) / 127;
    const cut = (list) => Int8Array.from(list, (x) => Math.max(-127, Math.min(127, Math.round(x / step))));
    this.model = { lexicon: this.lexicon, person: cut(w[0]), place: cut(w[1]), step };
  }

  report(sentences, errors = false) {
    if (errors) this.errors(sentences);
    for (const [label, category] of [
      ['PER', 'person_name'],
      ['LOC', 'location'],
    ])
      for (const threshold of [0.3, 0.5, 0.7, 0.8, 0.9]) {
        let [hit, found, gold] = [0, 0, 0];
        for (const { text, spans } of sentences) {
          const finds = this.rt
            .findNames(this.model, text, 0)
            .filter((x) => x.category === category && x.score >= threshold);
          const wanted = spans.filter((s) => s.label === label);
          hit += wanted.filter((s) => finds.some((f) => iou(s, f) >= 0.75)).length;
          found += finds.length;
          gold += wanted.length;
        }
        const [p, r] = [hit / Math.max(found, 1), hit / gold];
        console.log(
          `${category} at ${threshold}: precision ${p.toFixed(3)} recall ${r.toFixed(3)} F2 ${((5 * p * r) / (4 * p + r || 1)).toFixed(3)} of ${gold}`,
        );
      }
  }

  errors(sentences) {
    for (const { text, spans } of sentences) {
      const finds = this.rt.findNames(this.model, text, 0).filter((x) => x.score >= 0.3);
      const show = (s) => `${text.slice(s.start, s.end)}/${s.label ?? `${s.category[0]}${s.score.toFixed(2)}`}`;
      const kind = (f) => (f.category === 'location' ? 'LOC' : 'PER');
      const missed = spans
        .filter((s) => !finds.some((f) => iou(s, f) >= 0.75 && kind(f) === s.label && f.score >= 0.8))
        .map(show);
      const wrong = finds.filter((f) => !spans.some((s) => iou(s, f) >= 0.75 && kind(f) === s.label)).map(show);
      if (missed.length + wrong.length)
        console.log(`missed ${missed.join(' ')} | wrong ${wrong.join(' ')} | ${JSON.stringify(text.slice(0, 90))}`);
    }
  }

  serialize() {
    const { lexicon, person, place, step } = this.model;
    const sizes = Uint8Array.from(
      { length: lexicon.starts.length - 1 },
      (_, i) => lexicon.starts[i + 1] - lexicon.starts[i],
    );
    const nibbles = Uint8Array.from({ length: sizes.length / 2 }, (_, i) => sizes[2 * i] | (sizes[2 * i + 1] << 4));
    const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
    const weights = {
      step,
      sizes: base64(nibbles),
      entries: base64(lexicon.entries),
      person: base64(person),
      place: base64(place),
    };
    return `${JSON.stringify(weights)}\n`;
  }
}

/** In how many lists a name is; the two long ones count half. */
function counts(groups, part) {
  const seen = new Map();
  for (const [key, group] of groups)
    for (const name of group[part])
      seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + (key === 'gden' || key === 'gdfr' ? 1 : 2));
  return seen;
}

function iou(a, b) {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return both <= 0 ? 0 : both / (a.end - a.start + b.end - b.start - both);
}
