/**
 * The demo: a home with a demo administrative PKI, enrolled officials and a running server, and the proof that it does
 * what it says. Never part of the production package.
 *
 * <pre>
 * Demo ── DemoHome (conf/ pki/ people/) ── DemoPeople (certificates, accounts)
 *   └─ --once ── Proof ── ImapTalk, SmtpTalk over a TalkingConnection: what a mail program would do
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.demo;
