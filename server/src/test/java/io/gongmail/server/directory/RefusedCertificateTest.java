package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.DisconnectType;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.words.Sentence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said to a certificate that does not pass the gate: in the answer to the first request, and in a notice (RFC 4511 §4.4.1). */
@Tag("either-provider")
class RefusedCertificateTest {
    private static Book book;

    @BeforeAll
    static void open() {
        book = Book.open();
    }

    @AfterAll
    static void close() {
        book.close();
    }

    private static void isTold(@Nullable Issued shown, String code) throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(shown)) {
            LDAPException refused = catchThrowableOfType(
                    LDAPException.class, () -> ldap.bind(new SimpleBindRequest(hong.address(), hong.password())));
            assertThat(refused.getDiagnosticMessage()).endsWith("(" + code + ")");
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.INAPPROPRIATE_AUTHENTICATION);
            await().until(() -> ldap.getDisconnectType() == DisconnectType.SERVER_CLOSED_WITH_NOTICE);
        }
    }

    @Test
    void noneIsAskedFor() throws LDAPException {
        isTold(null, "G-101");
    }

    @Test
    void anExpiredOneIsToldSo() throws Exception {
        isTold(book.server.authority().expired("교육부", "001만료001"), "G-103");
    }

    @Test
    void aRevokedOneIsToldSo() throws Exception {
        Issued revoked = book.server.authority().officialWithEcKey("교육부", "001폐지001");
        book.server.revoke(revoked.certificate());
        isTold(revoked, "G-104");
    }

    @Test
    void aForeignOneIsToldSo() throws GeneralSecurityException, LDAPException {
        isTold(book.server.authority().foreign("교육부", "001외부001"), "G-106");
    }

    /** Who has a good certificate without an account is told no more than who types a wrong password. */
    @Test
    void aGoodOneThatIsBoundToNobodySignsNobodyIn() throws Exception {
        Issued unbound = book.server.authority().officialWithEcKey("교육부", "001미등록001");
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(unbound)) {
            LDAPException refused = catchThrowableOfType(
                    LDAPException.class, () -> ldap.bind(new SimpleBindRequest(hong.address(), hong.password())));
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
            assertThat(refused.getDiagnosticMessage()).endsWith("(G-201)");
        }
    }

    @Test
    void whoAsksNothingHearsTheNoticeAlone() throws IOException, LDAPException {
        try (SSLSocket socket =
                TestTls.connect(book.port(), book.server.authority().serverCa(), null)) {
            ByteBuf heard = Unpooled.wrappedBuffer(socket.getInputStream().readAllBytes());
            LDAPMessage notice = Messages.next(heard, Messages.MOST).orElseThrow();
            assertThat(notice.getMessageID()).isZero();
            assertThat(notice.getExtendedResponseProtocolOp().getResponseOID()).isEqualTo("1.3.6.1.4.1.1466.20036");
            assertThat(notice.getExtendedResponseProtocolOp().getDiagnosticMessage())
                    .endsWith("(G-101)");
            assertThat(heard.isReadable()).isFalse();
        }
    }

    @Test
    void anAnswerIsTakenHoweverItsRequestIsCut() {
        byte[] search = Said.search(7, "", "(objectClass=*)");
        for (int cut = 0; cut <= search.length; cut++) {
            RefusalNotice words = notice(false);
            ByteBuf told = Unpooled.buffer();
            told.writeBytes(words.answer(Unpooled.copiedBuffer(search, 0, cut)));
            if (!words.isOver()) {
                told.writeBytes(words.answer(Unpooled.copiedBuffer(search, cut, search.length - cut)));
            }
            assertThat(words.isOver()).isTrue();
            LDAPMessage answer = Messages.next(told, Messages.MOST).orElseThrow();
            assertThat(answer.getMessageID()).isEqualTo(7);
            assertThat(answer.getSearchResultDoneProtocolOp().getDiagnosticMessage())
                    .endsWith("(G-103)");
            assertThat(Messages.next(told, Messages.MOST).orElseThrow().getMessageID())
                    .isZero();
        }
    }

    @Test
    void whatIsNoRequestOrTooLongIsToldTheNoticeAlone() {
        for (byte[] said : List.of(
                "EHLO pc\r\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x30, (byte) 0x84, 0x00, 0x10, 0x00, 0x00},
                new byte[Messages.MOST_BEFORE_SIGN_IN + 1])) {
            RefusalNotice words = notice(false);
            ByteBuf told = words.answer(Unpooled.wrappedBuffer(said));
            assertThat(words.isOver()).isTrue();
            assertThat(Messages.next(told, Messages.MOST).orElseThrow().getMessageID())
                    .isZero();
        }
    }

    /** Whoever tries again later may get in, and no password is asked for anew. */
    @Test
    void whatIsTemporaryIsToldAsUnavailable() {
        ByteBuf told = notice(true).answer(Unpooled.wrappedBuffer(Said.bind(3, "cn=x", "y")));
        assertThat(Messages.next(told, Messages.MOST)
                        .orElseThrow()
                        .getBindResponseProtocolOp()
                        .getResultCode())
                .isEqualTo(ResultCode.UNAVAILABLE_INT_VALUE);
    }

    private static RefusalNotice notice(boolean temporary) {
        Sentence sentence = book.server.words().sentence(temporary ? "G-152" : "G-103");
        return (RefusalNotice) RefusalNotice.telling(sentence);
    }
}
