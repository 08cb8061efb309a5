// The device that a certificate moves to: fetches the sealed file once, opens it here, and hands it to the system.
"use strict";

(() => {
  const form = Move.element("move");
  let fetched = null;

  if (!Move.isAble()) {
    return;
  }
  Move.show("without", false);
  Move.show("move", true);

  // What the QR code brought is taken out of the address at once: no bookmark and nobody who looks on gets it. A browser may have
  // it in its history, where it opens nothing once the file is fetched.
  const brought = /^#([0-9A-Z]{8})\.([0-9A-Z]{52})$/.exec(location.hash);
  if (brought) {
    Move.element("code").value = `${brought[1].slice(0, 4)}-${brought[1].slice(4)}`;
    Move.element("key").value = Move.grouped(brought[2]);
    Move.show("typed", false);
    Move.show("scanned", true);
    const other = document.querySelector(".gm-language");
    other.href += location.hash;
    history.replaceState(null, "", location.pathname);
  }

  const system = () => {
    const agent = navigator.userAgent;
    if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) {
      return "ios";
    }
    return /Android/.test(agent) ? "android" : /Macintosh/.test(agent) ? "macos" : "other";
  };

  const base64 = (octets) => btoa(String.fromCharCode(...octets)).replace(/(.{64})/g, "$1\n");

  const uuid = () => crypto.randomUUID().toUpperCase();

  // Apple's configuration profile with one PKCS#12 in it. Its password is not in it: the system asks for it.
  const profile = (p12) => {
    const name = Move.word("profile");
    const escaped = name.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    const part = uuid();
    const whole = uuid();
    return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key><string>gongmail.p12</string>
      <key>PayloadContent</key>
      <data>
${base64(p12)}
      </data>
      <key>PayloadDisplayName</key><string>${escaped}</string>
      <key>PayloadIdentifier</key><string>gongmail.certificate.${part}</string>
      <key>PayloadType</key><string>com.apple.security.pkcs12</string>
      <key>PayloadUUID</key><string>${part}</string>
      <key>PayloadVersion</key><integer>1</integer>
    </dict>
  </array>
  <key>PayloadDisplayName</key><string>${escaped}</string>
  <key>PayloadIdentifier</key><string>gongmail.move.${whole}</string>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadUUID</key><string>${whole}</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict>
</plist>
`;
  };

  const offer = (id, type, content) => {
    Move.element(id).href = URL.createObjectURL(new Blob([content], { type }));
  };

  const done = (p12) => {
    offer("p12", "application/x-pkcs12", p12);
    offer("profile", "application/x-apple-aspen-config", profile(p12));
    for (const way of document.querySelectorAll("details[data-system]")) {
      way.open = way.dataset.system === system();
    }
    Move.element("code").value = "";
    Move.element("key").value = "";
    Move.show("move", false);
    Move.show("done", true);
    Move.element("done-title").focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    Move.tell([]);
    const code = Move.element("code").value;
    const key = Move.read(Move.element("key").value);
    if (!key) {
      Move.tell([Move.word("no-key")]);
      return;
    }
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      // What was fetched is the server's no longer: with a key that was typed wrongly it is tried again from here.
      if (!fetched || fetched.code !== code) {
        const body = new URLSearchParams(Move.send({ code }));
        const answer = await fetch(location.pathname, { method: "POST", body });
        if (!answer.ok || answer.redirected) {
          Move.show("typed", true);
          Move.tell(await Move.refusal(answer));
          return;
        }
        fetched = { code, sealed: new Uint8Array(await answer.arrayBuffer()) };
      }
      const p12 = await Move.open(fetched.sealed, key).catch(() => null);
      if (p12) {
        done(p12);
      } else {
        Move.show("typed", true);
        Move.tell([Move.word("wrong-key")]);
      }
    } catch (problem) {
      Move.tell([Move.word("failed")]);
    } finally {
      button.disabled = false;
    }
  });
})();
