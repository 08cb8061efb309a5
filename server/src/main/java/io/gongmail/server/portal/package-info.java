/**
 * The portal: the pages where an account comes to be and is looked after. Routes and pages; what may be done is decided in the
 * rooms below.
 *
 * <p>Invariant: a request reaches a page only through {@link io.gongmail.server.portal.Passage}, by a row of the one table
 * {@link io.gongmail.server.portal.Routes}, and every answer, whatever it is, carries {@link
 * io.gongmail.server.portal.Headers}.
 *
 * <pre>
 *  browser ─ TLS ─ Doorways ─ Javalin ─ Passage: door · name · rate · form · session, token · who ─ page ─ Answer ─ Writing
 *              │      │                              one objection is an error page with its code          │
 *     no resumption   Headers on everything                                          src/main/jte, portal-texts.*
 *
 *  public door        nobody is asked for a certificate        __Host-gongmail
 *  certificate door   whatever certificate is presented        __Host-gongmail-certificate, bound to that certificate
 * </pre>
 *
 * <p>How a certificate moves to a phone, and who could do what. The browser on the computer seals the PKCS#12 file (AES-GCM, a
 * fresh key of 256 bits), {@link io.gongmail.server.portal.Deposits} keeps the ciphertext, the browser on the phone opens it.
 *
 * <pre>
 *  computer ── sealed file ──▶ /account/move ── Deposits ── /move ──▶ phone      what the server is given
 *     └────────── QR code: address # code . key ──────────────────────▶ camera   what it is not: a fragment is part of no request
 * </pre>
 *
 * <ul>
 *   <li>Who reads all traffic, the store, the log, a dump of memory or the server as it runs has ciphertext and nothing to open it
 *       with. Who guesses or reads the code has ciphertext, once, and it is missed.
 *   <li>Who photographs the QR code and is faster has the file, under the file's own password, and it is missed.
 *   <li>The phone's browser may keep the address with the key in its history, and its maker may have that: a key to what is gone.
 *   <li>What slips into a page (a flaw of ours that lets markup through) runs no script: only scripts with the hashes of that one
 *       page run (CSP {@code script-src} by hash, {@code Integrity-Policy}), they may send to one address of ours alone ({@code
 *       connect-src}), and no form leads anywhere ({@code form-action 'none'}).
 *   <li>Who can change a file of ours but not the pages (a cache or proxy in front, a file of another version) is noticed: the
 *       browser compares each script with the page's {@code integrity} and refuses it.
 *   <li>An untruthful server, or who has its key and stands in between, can send another page with other scripts, other hashes and
 *       another policy, to everybody or to one person, and have the key. Nothing in a browser prevents that; integrity only says
 *       that scripts are what the page names. It can be seen: scripts are served as they stand under {@code
 *       src/main/resources/portal}, so whoever wants may compare their hashes with the page's before choosing a file. It can be
 *       avoided: {@code gongmail pki convert} and a cable need no server, and the pages say so. And the file stays under its own
 *       password, which these pages never ask for.
 * </ul>
 *
 * <p>How a page is added: (1) a record in {@link io.gongmail.server.portal.Views} for what it shows; (2) a template under
 * {@code src/main/jte} that takes {@code Page page} and that record {@code view}, calls {@code @template.layout(…)} and says
 * nothing itself but keys; (3) its keys in {@code portal-texts.ko.properties} and {@code .en.properties}; (4) a method from
 * {@code Visit} to {@code Answer} that asks a service of a lower room; (5) a row in {@code Routes} with door, who may, and what
 * it takes. The matrix test then knows it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.portal;
