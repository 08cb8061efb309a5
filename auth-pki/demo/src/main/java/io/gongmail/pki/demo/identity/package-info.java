/**
 * A stand-in for the providers of identity verification (mobile phone and I-PIN), for demo and tests only. It speaks real
 * HTTP with JSON, believes whatever a person types, and says 시험용 wherever it speaks.
 *
 * <pre>
 * 1 server → POST /verify/start    {"requestNumber":"…","service":"mail.gongmail.example","method":"mobile"}   or "i-pin"
 *                                and, where the person is to be brought back, "returnTo":"https://…" without a query
 *          ← 201                   {"test":true,"notice":"시험용 …","transaction":"…","page":"http://…/verify?transaction=…"}
 * 2 person → GET  /verify?transaction=…          a form, marked 시험용
 *          → POST /verify/confirm                transaction name birthDate gender foreigner carrier phone, as form or JSON
 *          ← 200                                 a page, or with Accept: application/json {"test":true,"state":"confirmed"}
 *          ← 303                                 with returnTo: to it, with requestNumber, transaction and signature
 * 3 server → POST /verify/result   {"transaction":"…","requestNumber":"…"}
 *          ← 202                   {"test":true,"state":"waiting"}
 *          ← 200                   {"test":true,"notice":"시험용 …","payload":"BASE64","signature":"HEX"}
 * </pre>
 *
 * The signature on the way back is HMAC-SHA256 over {@code returned}, the request number and the transaction, each in a line
 * of its own, the last without its end. It says that the person is done with the page, and nothing of the result.
 *
 * <p>{@code payload} is the result as JSON in UTF-8; {@code signature} is HMAC-SHA256 over exactly these octets, with the key
 * in the shared key file (64 hexadecimal digits: 32 octets), in lower-case hexadecimal. Who reads a result checks in this
 * order: the signature (in constant time), {@code requestNumber} equal to the one sent, {@code test}: only a demo takes
 * {@code true}.
 *
 * <p>The result:
 *
 * <pre>
 * provider       "TEST-MOBILE" or "TEST-I-PIN"        test        true
 * requestNumber  as sent                              transaction as given by start
 * name           "홍길동"                              birthDate   "1980-01-31"
 * gender         "M" or "F"                           foreigner   false
 * carrier        "SKT", empty for I-PIN               phone       "01012345678", empty for I-PIN
 * method         "mobile" or "i-pin"                  at          "2026-11-24T01:02:03Z"
 * ci             88 characters, "TEST-" in front, the same for a person everywhere
 * di             64 characters, of a person at one service
 * </pre>
 *
 * Errors are {@code {"test":true,"error":"CODE"}}: 400 {@code malformed}, 404 {@code unknown-transaction} (a wrong request
 * number too), 409 {@code already-confirmed} or {@code request-number-used}, 410 {@code over} (collected already, or older
 * than ten minutes), 413 {@code too-large}, 503 {@code busy}.
 *
 * <p>Bounds: bodies 8 KiB, 1,000 open transactions, ten minutes each, four threads.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.demo.identity;
