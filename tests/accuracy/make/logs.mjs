/** @module Ordinary JSON logs of many makers without any personal data, made at run time: nothing in them may be found. */
import { noise } from './fill.mjs';
import { luhn } from './checks.mjs';

const ean = (rng) => {
  const body = `${rng.pick(['400', '401', '590', '871', '301', '690', '978'])}${rng.digits(9)}`;
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return body + String((10 - (sum % 10)) % 10);
};

const more = (rng) => ({
  us: () => `${1.6e12 + rng.int(0, 1.7e11)}${rng.digits(3)}`,
  ns: () => `${1.6e12 + rng.int(0, 1.7e11)}${rng.digits(6)}`,
  s: () => String(1.6e9 + rng.int(0, 1.7e8)),
  f: () => String(Number((rng.next() * 10 ** rng.int(0, 4)).toFixed(rng.int(2, 12)))),
  id: () => `${rng.int(1, 9)}${rng.digits(rng.int(5, 10))}`,
  big: () => `${rng.pick(['1', '7', '8', '9'])}${rng.digits(rng.int(14, 18))}`,
  sha: () => rng.chars('0123456789abcdef', 40),
  trace: () => rng.chars('0123456789abcdef', 32),
  span: () => rng.chars('0123456789abcdef', 16),
  b64: () => Buffer.from(rng.chars('abcdefghijklmnop0123456789!*', rng.int(12, 40))).toString('base64'),
  ver: () => `${rng.int(0, 12)}.${rng.int(0, 40)}.${rng.int(0, 300)}`,
  ver4: () => `${rng.int(90, 130)}.0.${rng.int(1000, 7000)}.${rng.int(10, 200)}`,
  lat: () => (rng.next() * 180 - 90).toFixed(rng.int(4, 7)),
  lon: () => (rng.next() * 360 - 180).toFixed(rng.int(4, 7)),
  acct: () => rng.digits(12),
  ean: () => ean(rng),
  imei: () => {
    const body = `35${rng.digits(12)}`;
    return body + luhn(body);
  },
  ups: () => `1Z${rng.chars('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ', 6)}${rng.digits(10)}`,
  usps: () => `94${rng.digits(20)}`,
  day: () =>
    `20${rng.int(10, 26)}-${String(rng.int(1, 12)).padStart(2, '0')}-${String(rng.int(1, 28)).padStart(2, '0')}`,
  sec: () => `${rng.int(0, 59)}.${rng.digits(3)}`,
  two: () => `${rng.int(10, 59)}`,
  svc: () => rng.pick(['billing', 'search', 'auth', 'cart', 'mailer', 'ingest', 'edge-7', 'worker-12']),
  path: () =>
    rng.pick(['/v1/items/', '/api/orders/', '/static/js/app.', '/health/', '/search?page=', '/r/']) +
    rng.digits(rng.int(2, 9)),
  size: () => String(rng.int(0, 5e7)),
  pair: () => `${rng.digits(3)}-${rng.digits(3)}-${rng.digits(3)}`,
});

const STYLES = [
  '{"level":30,"time":{ms},"pid":{n},"hostname":"{svc}-{hex}","reqId":"{uuid}","req":{"method":"GET","url":"{path}","query":{"limit":"{n}"}},"res":{"statusCode":200},"responseTime":{f},"msg":"request completed"}',
  '{"time_local":"14/May/2024:09:{two}:44 +0000","msec":"{s}.{n}","request":"GET {path} HTTP/1.1","status":"200","body_bytes_sent":"{size}","request_time":"0.{n}","upstream_response_time":"0.{n}","http_user_agent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{ver4} Safari/537.36","request_id":"{trace}","ssl_protocol":"TLSv1.3","connection":"{id}"}',
  '{"ts":"{ts}","caller":"controller/node.go:{n}","level":"info","msg":"reconciled","namespace":"kube-system","pod":"coredns-{hex}-x{n}z","uid":"{uuid}","resourceVersion":"{id}","generation":{n},"restartCount":{n},"image":"registry.k8s.io/coredns:v{ver}","imageID":"sha256:{trace}{trace}","cpu":"{n}m","memory":"{size}Ki"}',
  '{"eventVersion":"1.08","eventTime":"{ts}","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"eu-central-1","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::{acct}:assumed-role/{svc}/i-{span}","accountId":"{acct}"},"requestParameters":{"bucketName":"logs-{acct}-eu","key":"AWSLogs/{day}/{hex}.gz"},"responseElements":null,"requestID":"{hex}","eventID":"{uuid}","recipientAccountId":"{acct}"}',
  '{"id":"{id}","type":"PushEvent","actor":{"id":{id},"login":"build-bot","gravatar_id":""},"repo":{"id":{id},"name":"acme/{svc}"},"payload":{"push_id":{id}{n},"size":1,"ref":"refs/heads/release-{ver}","head":"{sha}","before":"{sha}","commits":[{"sha":"{sha}","message":"Bump lodash from {ver} to {ver} (#{n})","distinct":true}]},"public":true,"created_at":"{ts}"}',
  '{"metric":"http_request_duration_seconds","labels":{"le":"0.{n}","job":"{svc}","instance":"{svc}:9100"},"values":[[{s},"{f}"],[{s},"{f}"],[{s},"{f}"]],"sum":{f},"count":{id},"p99":{f}}',
  '{"@timestamp":"{ts}","log.level":"DEBUG","message":"took {n} ms, {size} bytes, {sec}s, retry 1/3","trace.id":"{trace}","span.id":"{span}","event.duration":{ns},"process.pid":{n},"service.version":"{ver}-rc.1"}',
  '{"order":{"number":"{order}-{id}","placed":"{day}","total":"{price}","currency":"EUR","lines":[{"sku":"{pair}","ean":"{ean}","qty":{n},"unit":{price}},{"sku":"AB-{n}-{id}","ean":"{ean}","qty":1,"unit":{price}}],"tracking":["{ups}","{usps}"],"shippedAt":{ms}}}',
  '{"device":"{imei}","fw":"{ver}","pos":{"lat":{lat},"lon":{lon},"alt":{f}},"battery":{n},"seq":{id},"t":{us},"rssi":-{n},"payload":"{b64}"}',
  '{"name":"@acme/{svc}","version":"{ver}","resolved":"https://packages.example/{svc}/-/{svc}-{ver}.tgz","integrity":"sha512-{b64}{b64}==","engines":{"node":">=18.{n}.0"},"dependencies":{"a":"^{ver}","b":"~{ver}"}}',
  '{"insertId":"{hex}{n}","jsonPayload":{"message":"snapshot {big} written","offset":{id},"lsn":"{n}/{span}","checksum":"crc32c:{b64}"},"resource":{"type":"gce_instance","labels":{"instance_id":"{big}","zone":"europe-west1-b"}},"timestamp":"{ts}","severity":"NOTICE"}',
  '{"level":"ERROR","logger":"c.a.b.OrderService","thread":"http-nio-8080-exec-{n}","message":"Timeout after {n}ms (attempt 2 of 5): job {id}","stack":"at com.acme.Order.load(Order.java:{n})\\n\\tat java.base/java.lang.Thread.run(Thread.java:{n})","time":"{day} 23:{two}:00,{n}","mdc":{"txn":"{big}","shard":"{n}-{n}"}}',
  '{"query":"SELECT * FROM t WHERE id IN ({id}, {id}, {id}) LIMIT {n}","rows":{n},"ms":{f},"plan":"{sha}","client":"psql {ver}","txid":{id},"snapshot":"{id}:{id}:"}',
];

export function logs(rng, bytes) {
  const slots = { ...noise(rng), ...more(rng) };
  const lines = [];
  for (let size = 0, at = 0; size < bytes; at += 1) {
    const line = STYLES[at % STYLES.length].replace(/\{(\w+)\}/g, (whole, name) => slots[name]?.() ?? whole);
    lines.push(
      at % 9 === 0
        ? JSON.stringify(JSON.parse(line), null, 2)
        : at % 11 === 0
          ? JSON.stringify({ log: line, stream: 'stdout' })
          : line,
    );
    size += lines.at(-1).length + 1;
  }
  return lines.join('\n');
}
