/** @module The words before a number that say whether it is a phone number. */

/** Says that a phone number follows: a noun. */
export const PHONE = 1;
/** Suggests it: a verb such as call. */
export const CALL = 2;
/** Makes it likelier: my, number, at. */
export const WEAK = 3;
/** Says that the number is another one: order, invoice, account. */
export const OTHER = 4;
/** Belongs to other numbers more often than to phones: user, total. */
export const SOFT = 5;
/** A person, who has numbers of many kinds: customer, user. */
export const PERSON = 7;
/** The word number: with whose it is before it, it is likely that of a phone. */
export const NUMBER = 8;
/** Whose number it is: my, your. */
export const OWNER = 9;
/** Says nothing, and may stand between the word and its number: no, nr, is. */
export const FILLER = 6;

/** A star says that the word may go on. Without accents, as they are taken off before words are compared. */
const LATIN: readonly (readonly [kind: number, words: string])[] = [
  [
    PHONE,
    `phone* telephon* telefon* telefoon* telef tel tele telf tlf tlfn tfno tfn mobile mobil mobiel* mobilnummer* mobiltel*
    mobilnr mobiles mob movil moviles cell cellphone* cellular* cellulare* celular* cel fax* faks* whatsapp* whats viber sms gsm
    landline* hotline* helpline* voicemail* pager msisdn handy handynummer* handynr rufnummer* rufnr durchwahl portable ph
    puh puhelin* puhnro matkapuh* komork* cep hp telepon* sdt thoai dienthoai smartphone* tty callback microtel tel* iphone
    fono fonos fijo festnetz* mobilfunk* simi simanumer* telefoni* kontaktnummer* contactnumber* fon ponsel
    homephone workphone imessage tl anruf* anrufen rufen ruf
    ruft appelez appeler appelle joindre joignable llame llamar llama llamada llamame llamenos ligue ligar liga chiamare
    chiama chiami chiamaci chiamami bellen bereikbaar ringa zadzwon* dzwon* dzwonic volejte zavolejte zovite nazovite
    hivjon arayin arayiniz hubungi soita soittakaa sunati erreichbar erreichen`,
  ],
  [
    CALL,
    `call calling caller callee called dial dialed dialled dialing text texted contact contacts contactos contacto
    contato contatto contactez kontakt kontaktieren reach appel bel ringe signal ara goi apel messenger emergency recipient reachable`,
  ],
  [
    WEAK,
    `me us him at on num nr ma il available mich office home work support service helpdesk desk direct toll reception
    kundenservice kundendienst zentrale voice tollfree`,
  ],
  [
    OWNER,
    `my his her our your their mein meine deine ihre unsere mon mi tu su nuestro meu minha seu nosso mio suo mijn uw min
    moj mojej saya sizin s`,
  ],
  [NUMBER, `number numbers numero numer nummer numara numaram nomor nomer cislo broj szam nummern numeri numeros`],
  [
    OTHER,
    `order* invoice* inv ticket* ref reference* refs account* acct acc id ids uid uuid guid pid tid sid gid oid eid mid
    tracking* track sku serial* sn part isbn issn ean upc gtin asin imei imsi iccid po build* revision* commit version ver
    timestamp* epoch lat lon lng latitude longitude coord* zip zipcode postal* postcode plz card* creditcard visa
    mastercard amex cc cvv ssn itin tin ein vat iban bic swift routing aba passport* license* licence* npi mrn mbi dea
    docket doi pmid arxiv checksum md5 sha crc hash transaction* txn trx receipt* booking reservation confirmation*
    shipment* parcel* package* awb bestell* rechnung* kundennummer* auftrag* konto* steuer* commande* facture* pedido*
    factura* ordine fattura* encomenda* fatura* nif nie dni cpf cnpj cuit rfc curp nino nhs bsn pesel nip regon siret
    siren kvk abn tfn acn aadhaar pan barcode* lot policy* claim* zamowieni* bestilling* ordernr ordrenr siparis* objednavk*
    faktur* vin case aktenzeichen kennung idnr ustid* sin nric medicare insee tax taxpayer taxid uscc pps artikelnummer* artikel* sendung* paket* colis suivi envio token`,
  ],
  [
    SOFT,
    `time date created updated expires exp iat nbf duration elapsed ms msec sec secs seconds us ns micros nanos bytes size
    length offset count total amount price cost balance usd eur gbp line page key index row seq sequence session request
    req trace span payment model product article catalog asset device mac ip host pin otp code badge batch calls port ports score value values population number_of range from between minus plus pi
    start end min max mean sum average memory mem cpu disk kb mb gb rss heap block blocks height width nonce gas salary
    revenue budget sales volume units quantity qty stock rate salt seed address job worker thread process run shard
    partition node pod container cluster instance version_code error status sensor reading readings sample samples buffer hex merge`,
  ],
  [
    PERSON,
    `user users member members customer customers client clients employee student patient guest visitor subscriber`,
  ],
  [FILLER, `no is of the a for number nr or and und oder et ou y o e i und is: est es ist e`],
];

/** Words of scripts in which words are not spelled with Latin letters. The longest and rightmost counts. */
const OTHER_SCRIPTS: readonly (readonly [kind: number, words: string])[] = [
  [
    PHONE,
    // Chinese, Japanese, Korean
    '\u7535\u8bdd \u624b\u673a \u96fb\u8a71 \u624b\u6a5f \u5ea7\u673a \u4f20\u771f \u50b3\u771f \u70ed\u7ebf \u71b1\u7dda ' +
      '\u8054\u7cfb\u65b9\u5f0f \u643a\u5e2f \u30d5\u30a1\u30c3\u30af\u30b9 \u30d5\u30a1\u30af\u30b9 \uc804\ud654 \ud734\ub300\ud3f0 ' +
      '\ud578\ub4dc\ud3f0 \uc5f0\ub77d\ucc98 \ud329\uc2a4 \u5fae\u4fe1 ' +
      // Cyrillic, Greek
      '\u0442\u0435\u043b\u0435\u0444 \u0442\u0435\u043b \u043c\u043e\u0431\u0438\u043b \u043c\u043e\u0431 \u0444\u0430\u043a\u0441 ' +
      '\u0441\u043e\u0442\u043e\u0432 \u03c4\u03b7\u03bb\u03ad\u03c6 \u03c4\u03b7\u03bb\u03b5\u03c6 \u03c4\u03b7\u03bb ' +
      '\u03ba\u03b9\u03bd\u03b7\u03c4 \u03c6\u03b1\u03be ' +
      // Arabic, Persian, Hebrew
      '\u0647\u0627\u062a\u0641 \u062c\u0648\u0627\u0644 \u0645\u0648\u0628\u0627\u064a\u0644 \u062a\u0644\u064a\u0641\u0648\u0646 ' +
      '\u062a\u0644\u0641\u0648\u0646 \u0641\u0627\u0643\u0633 \u062a\u0644\u0641\u0646 \u0645\u0648\u0628\u0627\u06cc\u0644 \u0641\u0648\u0646 ' +
      '\u05d8\u05dc\u05e4\u05d5\u05df \u05e0\u05d9\u05d9\u05d3 \u05d8\u05dc \u05e4\u05e7\u05e1 ' +
      // Hindi, Bengali, Tamil, Telugu, Thai, Georgian, Armenian
      '\u092b\u094b\u0928 \u092b\u093c\u094b\u0928 \u0924\u0947\u0932 \u091f\u0947\u0932 \u092e\u094b\u092c\u093e\u0907\u0932 ' +
      '\u0926\u0942\u0930\u092d\u093e\u0937 \u09ab\u09cb\u09a8 \u09ae\u09cb\u09ac\u09be\u0987\u09b2 \u0baa\u0bcb\u0ba9\u0bcd ' +
      '\u0c2b\u0c4b\u0c28\u0c4d \u0e42\u0e17\u0e23 \u0e21\u0e37\u0e2d\u0e16\u0e37\u0e2d \u10e2\u10d4\u10da\u10d4\u10e4 \u0570\u0565\u057c',
  ],
  [
    CALL,
    '\u8054\u7cfb \u81f4\u7535 \u62e8\u6253 \u8054\u7edc \u9023\u7d61 \u9023\u7d61\u5148 \u0437\u0432\u043e\u043d ' +
      '\u0434\u0437\u0432\u043e\u043d \u0627\u062a\u0635\u0644 \u0627\u0644\u0627\u062a\u0635\u0627\u0644 \u0915\u0949\u0932 ' +
      '\u5f00\u673a \u03ba\u03b1\u03bb\u03ad\u03c3 \u05d4\u05ea\u05e7\u05e9\u05e8',
  ],
  [
    OTHER,
    '\u8ba2\u5355 \u7f16\u53f7 \u8d26\u53f7 \u5355\u53f7 \u8eab\u4efd\u8bc1 \u6ce8\u6587 \u0437\u0430\u043a\u0430\u0437 \u0441\u0447\u0435\u0442',
  ],
];

/** A trie over a to z: for each node 26 children, what a word that ends here is, and what one that goes on is. */
export interface Words {
  readonly children: Uint16Array;
  readonly whole: Uint8Array;
  readonly stem: Uint8Array;
  readonly scripts: readonly (readonly [word: string, kind: number])[];
}

const MOST_NODES = 6000;
let words: Words | undefined;

/** Made when the first number asks for it, and kept. */
export function phoneWords(): Words {
  words ??= {
    ...trieOf(LATIN),
    scripts: OTHER_SCRIPTS.flatMap(([kind, list]) => list.split(' ').map((word) => [canonical(word), kind] as const)),
  };
  return words;
}

function trieOf(lists: readonly (readonly [number, string])[]): Omit<Words, 'scripts'> {
  const children = new Uint16Array(MOST_NODES * 26);
  const whole = new Uint8Array(MOST_NODES);
  const stem = new Uint8Array(MOST_NODES);
  let nodes = 1;
  // What is more decided comes later in time and wins: the lists go from the most to the least telling.
  for (const [kind, list] of [...lists].reverse()) {
    for (const word of list.split(/[^a-z*]+/)) {
      let node = 0;
      for (const letter of word.replace('*', '')) {
        const slot = node * 26 + letter.charCodeAt(0) - 97;
        node = children[slot] ||= nodes++;
      }
      if (node === 0) continue;
      whole[node] = kind;
      if (word.endsWith('*')) stem[node] = kind;
    }
  }
  return { children: children.slice(0, nodes * 26), whole: whole.slice(0, nodes), stem: stem.slice(0, nodes) };
}

/** The text as words are compared: small letters, no accents, and one letter for all that look like it. */
export function canonical(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = canonicalCode(text.charCodeAt(i));
    if (code > 0) out += String.fromCharCode(code);
  }
  return out;
}

/**
 * One letter, as words are compared; 0 for an accent that stands by itself. Folding has replaced some Cyrillic and Greek
 * letters by Latin ones: here both become the same.
 */
export function canonicalCode(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (code >= 0x300 && code < 0x370) return 0;
  if (code >= 0x1e00 && code < 0x1f00) return baseLetter(code);
  return code >= 0xc0 && code < 0x460 ? baseLetter(code) : code;
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '\u0142': 'l', '\u0111': 'd', '\u00f8': 'o', '\u00df': 's', '\u0131': 'i', '\u00e6': 'a', '\u0153': 'o' },
  ...{ '\u0430': 'a', '\u0432': 'b', '\u0433': 'r', '\u0435': 'e', '\u043a': 'k', '\u043c': 'm', '\u043d': 'h' },
  ...{ '\u043e': 'o', '\u043f': 'n', '\u0440': 'p', '\u0441': 'c', '\u0442': 't', '\u0443': 'y', '\u0445': 'x' },
  ...{ '\u0456': 'i', '\u044c': 'b', '\u0438': 'u', '\u0431': '6', '\u0437': '3', '\u044f': 'r' },
  ...{ '\u03b1': 'a', '\u03bf': 'o', '\u03bd': 'v', '\u03c1': 'p', '\u03c4': 't', '\u03c5': 'u', '\u03b9': 'i' },
  ...{ '\u03ba': 'k', '\u03b7': 'n', '\u03b5': 'e', '\u03c7': 'x', '\u03b3': 'y' },
};
const letters = new Map<number, number>();

function baseLetter(code: number): number {
  const known = letters.get(code);
  if (known !== undefined) return known;
  const letter = String.fromCharCode(code).toLowerCase().normalize('NFD').charAt(0);
  const base = (LOOKALIKES[letter] ?? letter).charCodeAt(0);
  letters.set(code, base);
  return base;
}
