// The browser that has the certificate's file: seals it, leaves it, and shows how to fetch it.
"use strict";

(() => {
  const form = Move.element("move");
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = 4;

  if (!Move.isAble()) {
    return;
  }
  Move.show("without", false);
  Move.show("move", true);

  // PKCS#12 (RFC 7292 §4): a sequence that begins with version 3.
  const isPkcs12 = (octets) => {
    const length = octets[1] < 0x80 ? 0 : octets[1] & 0x7f;
    const at = 2 + length;
    return octets[0] === 0x30 && octets[at] === 0x02 && octets[at + 1] === 0x01 && octets[at + 2] === 0x03;
  };

  const draw = (text) => {
    const code = qrcode(0, "M");
    code.addData(text, "Byte");
    code.make();
    const size = code.getModuleCount();
    let path = "";
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        if (code.isDark(row, column)) {
          path += `M${column} ${row}h1v1h-1z`;
        }
      }
    }
    const svg = document.createElementNS(SVG, "svg");
    const whole = size + 2 * MARGIN;
    svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${whole} ${whole}`);
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", Move.word("drawn"));
    const ground = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: -MARGIN, y: -MARGIN, width: whole, height: whole, fill: "#fff" })) {
      ground.setAttribute(name, value);
    }
    const dark = document.createElementNS(SVG, "path");
    dark.setAttribute("d", path);
    dark.setAttribute("fill", "#000");
    svg.append(ground, dark);
    return svg;
  };

  let end = 0;

  const over = () => {
    Move.element("qr").replaceChildren();
    Move.element("key").textContent = "";
    Move.show("waits", false);
  };

  const waits = (code, until, key) => {
    const fragment = `${code.replace("-", "")}.${key}`;
    Move.element("qr").replaceChildren(draw(`${form.dataset.there}#${fragment}`));
    Move.element("code").textContent = code;
    Move.element("key").textContent = Move.grouped(key);
    Move.element("until").textContent = until.toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    Move.show("waits", true);
    Move.element("waits-title").focus();
    clearTimeout(end);
    end = setTimeout(() => {
      over();
      Move.tell([Move.word("over")]);
    }, Math.max(0, until - Date.now()));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    Move.tell([]);
    over();
    const file = Move.element("file").files[0];
    if (!file) {
      Move.tell([Move.word("no-file")]);
      return;
    }
    if (file.size > Number(form.dataset.largest)) {
      Move.tell([Move.word("large")]);
      return;
    }
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const octets = new Uint8Array(await file.arrayBuffer());
      if (!isPkcs12(octets)) {
        Move.tell([Move.word("no-p12")]);
        return;
      }
      const { key, sealed } = await Move.seal(octets);
      const answer = await fetch(location.pathname, { method: "POST", body: Move.send({ sealed }) });
      if (!answer.ok || answer.redirected) {
        Move.tell(await Move.refusal(answer));
        return;
      }
      const [code, until] = (await answer.text()).split("\n");
      waits(code, new Date(until), Move.written(key));
    } catch (problem) {
      Move.tell([Move.word("failed")]);
    } finally {
      button.disabled = false;
    }
  });
})();
