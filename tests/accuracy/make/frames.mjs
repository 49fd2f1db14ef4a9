/** @module The places a value can stand in: `{v}` the value, `{k}` a key, `{l}` a label in words; the rest is noise. */

/** Frames that say what the value is. */
export const LABELLED = {
  json: [
    '{"{k}":"{v}"}',
    '{"id":{n},"{k}":"{v}","active":true}',
    '{"ts":"{ts}","level":"info","msg":"profile updated","user":{"id":"{uuid}","{k}":"{v}"},"ms":{n}}',
    '{\n  "id": {n},\n  "{k}": "{v}",\n  "tags": ["a", "b"]\n}',
    '[{"{k}": "{v}", "createdAt": {ms}}]',
    '{"{k}": ["{v}"], "total": {price}}',
  ],
  'json-in-string': [
    '{"body":"{\\"{k}\\":\\"{v}\\",\\"n\\":{n}}","status":200}',
    '"{\\n  \\"{k}\\": \\"{v}\\"\\n}"',
    '{"event":"{\\\\\\"{k}\\\\\\":\\\\\\"{v}\\\\\\"}"}',
  ],
  yaml: ['{k}: {v}', 'user:\n  id: {n}\n  {k}: "{v}"\n  active: true\n', "customer:\n  - {k}: '{v}'\n    since: 2019"],
  xml: [
    '<{k}>{v}</{k}>',
    '<customer id="{n}"><{k}>{v}</{k}><status>open</status></customer>',
    '<input name="{k}" type="text" value="{v}">',
    '<tr><td>{l}</td><td>{v}</td></tr>',
    '<li><b>{l}:</b> {v}</li>',
    '<p>{l}: <strong>{v}</strong></p>',
  ],
  sql: [
    "UPDATE users SET {k} = '{v}' WHERE id = {n};",
    "SELECT id FROM people WHERE {k} = '{v}' LIMIT {n};",
    "INSERT INTO contacts ({k}, note) VALUES ('{v}', 'imported');",
  ],
  log: [
    '{ts} INFO [worker-{n}] saved {k}={v} in {n}ms',
    'level=warn ts={ts} msg="lookup failed" {k}="{v}" attempt={n}',
    '[{ts}] app.ERROR: duplicate entry for {k}: {v} {"exception":"{hex}"}',
    'DEBUG request_id={uuid} {k}={v}, status=200',
  ],
  code: [
    '// {l}: {v}',
    "const {k} = '{v}'; // TODO remove",
    '# {l} is {v}\n{k} = None',
    'expect(user.{k}).toBe("{v}");',
    '/* ask {first} ({l} {v}) */',
  ],
  form: [
    '{l}: {v}',
    '{l} : {v}\n',
    'Name: {first} {last}\n{l}: {v}\nCity: {city}',
    '{l} - {v}',
    '[{l}] {v}',
    '{l}={v}',
    '{l} {v}',
  ],
  table: [
    '| {l} | {v} |\n|---|---|',
    '{l}\t{v}\n',
    'id;name;{k}\n{n};{last};{v}\n',
    'name,{k}\n{first},{v}\n',
    '+------+\n| {l} | {v} |\n+------+',
  ],
  ocr: ['{l} . . . . {v}', '{l}  :   {v}   Page {n} of 9', 'F0RM {n}  {l}:{v}  S1gned'],
};

/** Frames that do not. */
export const BARE = {
  bare: ['{v}', ' {v} ', '"{v}"', '({v})', '- {v}\n', '{v}\n{n} items', '<{v}>', '{first}: {v}'],
  prose: [
    'Please use {v} from now on, thanks.',
    'It is {v}.',
    'I meant {v}, not the old one',
    'was it {v}?',
    'For {first}: {v}; the rest follows tomorrow.',
    'ok so {v} is the right one!',
    'Sent by {first} {last} ({v}) on Tuesday',
  ],
  table: ['{n},{first},{v},open\n', '{first}\t{last}\t{v}\t{city}', '| {n} | {last} | {v} |', '{last};{v};{price}'],
  json: ['{"value":"{v}","n":{n}}', '["{v}"]', '{"text":"{first} wrote {v} yesterday"}', '{"a":{"b":["x","{v}"]}}'],
  log: ['{ts} INFO handled {v} in {n}ms', '{ts} {hex} -> {v} ok'],
};

export const flat = (frames) =>
  Object.entries(frames).flatMap(([kind, list]) => list.map((template) => ({ kind, template })));
