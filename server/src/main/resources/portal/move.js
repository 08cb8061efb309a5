// What both devices do alike when a certificate moves. The key that opens the file is made in one browser and used in the other;
// between them it goes by the QR code, or by hand, and no request ever has it.
"use strict";

const Move = (() => {
  // Crockford's letters and digits: none is mistaken for another, whoever types them.
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const FORM = 1;
  const IV = 12;
  const KEY = 32;
  const WHAT = new TextEncoder().encode("gongmail move 1");

  const isAble = () => Boolean(window.isSecureContext && window.crypto && crypto.subtle);

  const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: WHAT, tagLength: 128 });

  const imported = (key, use) => crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);

  // Form, initialization vector, ciphertext with its tag. The key is used this once.
  const seal = async (octets) => {
    const key = crypto.getRandomValues(new Uint8Array(KEY));
    const iv = crypto.getRandomValues(new Uint8Array(IV));
    const hidden = await crypto.subtle.encrypt(cipher(iv), await imported(key, "encrypt"), octets);
    return { key, sealed: new Blob([new Uint8Array([FORM]), iv, hidden]) };
  };

  // Throws where the key is another one, or the file was changed.
  const open = async (sealed, key) => {
    if (sealed[0] !== FORM) {
      throw new Error("sealed in another form");
    }
    const iv = sealed.subarray(1, 1 + IV);
    const hidden = sealed.subarray(1 + IV);
    return new Uint8Array(await crypto.subtle.decrypt(cipher(iv), await imported(key, "decrypt"), hidden));
  };

  const written = (key) => {
    let text = "";
    let bits = 0;
    let rest = 0;
    for (const octet of key) {
      rest = (rest << 8) | octet;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text += ALPHABET[(rest >> bits) & 31];
      }
      rest &= (1 << bits) - 1;
    }
    return bits > 0 ? text + ALPHABET[(rest << (5 - bits)) & 31] : text;
  };

  // However it was typed; null where it is no key.
  const read = (text) => {
    const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    const key = new Uint8Array(KEY);
    let bits = 0;
    let rest = 0;
    let at = 0;
    for (const letter of plain) {
      const value = ALPHABET.indexOf(letter);
      if (value < 0) {
        return null;
      }
      rest = (rest << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        if (at === KEY) {
          return null;
        }
        key[at++] = rest >> bits;
        rest &= (1 << bits) - 1;
      }
    }
    return at === KEY && bits < 5 && rest === 0 ? key : null;
  };

  const grouped = (text) => text.replace(/(.{4})(?=.)/g, "$1 ");

  const element = (id) => document.getElementById(id);

  const show = (id, shown) => {
    element(id).hidden = !shown;
  };

  // Sentences stand in the page, in its language.
  const tell = (sentences) => {
    const box = element("problem");
    box.querySelector("ul").replaceChildren(...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }));
    box.hidden = sentences.length === 0;
    if (!box.hidden) {
      box.focus();
    }
  };

  const word = (name) => document.querySelector(`[data-word="${name}"]`).textContent;

  // What the server refuses it tells by a page of its own, of which only the text is taken.
  const refusal = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = [...page.querySelectorAll("[role=alert] h1, [role=alert] p")].map((part) => part.textContent.trim());
    return told.length > 0 ? [told.join(" ")] : [word("failed")];
  };

  // Asks the one address that this page may ask.
  const send = (fields) => {
    const form = new FormData();
    form.append("token", element("move").dataset.token);
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, value);
    }
    return form;
  };

  return { isAble, seal, open, written, read, grouped, element, show, tell, word, refusal, send };
})();
