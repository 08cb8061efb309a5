/**
 * A person's certificate and key as they lie on a disk or in a token.
 *
 * <pre>
 * GPKI/Certificate/class2/850홍길동001_sig.cer  _sig.key   signing pair of a person (class1/: of a server or an agency)
 *                         850홍길동001_env.cer  _env.key   key-exchange pair
 * NPKI/CA/USER/DN/        signCert.der signPri.key, kmCert.der kmPri.key        the same two of a bank or public CA
 * NAME.crt.pem NAME.key.pem, NAME.p12, a PKCS#11 token                          what mail programs take
 *
 * a key file   EncryptedPrivateKeyInfo ::= SEQUENCE { {@link io.gongmail.pki.keyfile.KeyScheme}, OCTET STRING }   RFC 5958 §3
 * inside it    PrivateKeyInfo ::= SEQUENCE { version, algorithm, key, attributes [0] { R } }                      RFC 5958 §2
 *
 * {@link io.gongmail.pki.keyfile.CertificateFolder} → {@link io.gongmail.pki.keyfile.KeyFiles} → {@link io.gongmail.pki.keyfile.KeyFile} → open(password) → {@link io.gongmail.pki.keyfile.Opening}
 *                          {@link io.gongmail.pki.keyfile.Pkcs12Files} → open(password) → {@link io.gongmail.pki.keyfile.Opening}
 *                          {@link io.gongmail.pki.keyfile.Tokens}      → open(PIN)      → {@link io.gongmail.pki.keyfile.Opening}
 * </pre>
 *
 * Invariants: nothing secret is logged or put into a message; passwords come as {@code char[]} and what is derived from
 * them is wiped; sizes and iterations are bounded before any work is done; a key is paired with a certificate only by
 * proof that they fit, never by their names.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.keyfile;
