package io.gongmail.server.tls;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.tls.TlsContexts.Library;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pairs of a client and a gated server for the tests of the gate, with the keys that they show each other. */
final class Gated {
    static final Duration LIMIT = Duration.ofSeconds(5);
    static final CertificateJudge ACCEPTS = peer -> Pair.ACCEPTED;

    static final TestKeys PEOPLE = TestKeys.authority("people CA");
    static final TestKeys HONG = PEOPLE.issue("hong");
    private static final TestKeys SERVER_AUTHORITY = TestKeys.authority("server CA");
    private static final TestKeys SERVER = SERVER_AUTHORITY.issue("mail.moe.example");

    private Gated() {}

    /** @param keys the client's; null shows none */
    static Pair pair(
            Library library, String version, @Nullable TestKeys keys, MailProtocol protocol, CertificateJudge judge) {
        TlsContexts contexts = new TlsContexts(
                List.of(new ServerKey(SERVER.chain(), SERVER.key())),
                List.of(PEOPLE.certificate()),
                library,
                Duration.ofSeconds(10));
        return new Pair(
                contexts.toldByLine(),
                new TlsClient(SERVER_AUTHORITY.certificate(), keys),
                version,
                protocol,
                judge,
                LIMIT);
    }

    /** Where library and version make no difference. */
    static Pair imap(CertificateJudge judge) {
        return pair(Library.JDK, "TLSv1.3", HONG, MailProtocol.IMAP, judge);
    }

    /** The same by SMTP. */
    static Pair smtp(CertificateJudge judge) {
        return pair(Library.JDK, "TLSv1.3", HONG, MailProtocol.SMTP, judge);
    }

    static CertificateJudge refuses(RefusalReason reason) {
        return peer -> new Verdict.Refused(reason, List.of());
    }
}
