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
 * <p>How a page is added: (1) a record in {@link io.gongmail.server.portal.Views} for what it shows; (2) a template under
 * {@code src/main/jte} that takes {@code Page page} and that record {@code view}, calls {@code @template.layout(…)} and says
 * nothing itself but keys; (3) its keys in {@code portal-texts.ko.properties} and {@code .en.properties}; (4) a method from
 * {@code Visit} to {@code Answer} that asks a service of a lower room; (5) a row in {@code Routes} with door, who may, and what
 * it takes. The matrix test then knows it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.portal;
