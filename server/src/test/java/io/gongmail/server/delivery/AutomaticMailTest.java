package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomaticMailTest {
    private static boolean isTold(String field) throws Exception {
        byte[] octets = ("From: kim@x.example\r\n" + field + "\r\nSubject: x\r\n\r\nPrecedence: bulk\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return AutomaticMail.isTold(new MimeMessage(null, new ByteArrayInputStream(octets)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "auto-submitted: Auto-Replied (vacation)",
                "Auto-Submitted: auto-notified; owner-email=\"x\"",
                "Auto-Submitted: something-new",
                "Precedence: bulk",
                "Precedence: LIST",
                "Precedence: junk",
                "List-Id: <a.example>",
                "LIST-POST: NO",
                "List-Unsubscribe: <mailto:x@y>",
                "X-Spam-Flag: YES",
                "X-Auto-Response-Suppress: DR, OOF, AutoReply",
                "X-Auto-Response-Suppress: All",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=x"
            })
    void aHeaderTellsThatNobodyWroteItToOneOther(String field) throws Exception {
        assertThat(isTold(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: no",
                "Auto-Submitted: No (it was me)",
                "Precedence: first-class",
                "X-Spam-Flag: NO",
                "X-Auto-Response-Suppress: DR",
                "Content-Type: multipart/mixed; boundary=x",
                "Listen: well",
                "X-List-Id: x"
            })
    void whatAPersonWroteSaysNothingOfTheKind(String field) throws Exception {
        assertThat(isTold(field)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAILER-DAEMON@x.example",
                "postmaster@x.example",
                "owner-staff@x.example",
                "staff-request@x.example",
                "staff-owner@x.example",
                "uucp-relay@x.example",
                "list-bounces@x.example",
                "No-Reply@x.example",
                "noreply@x.example",
                "listserv@x.example"
            })
    void anAddressIsThatOfAProgram(String address) {
        assertThat(AutomaticMail.isSentBy(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "owner@x.example",
                "request@x.example",
                "hong@owner-x.example",
                "hong@x-request",
                "ownerhong@x.example"
            })
    void anAddressIsThatOfAPerson(String address) {
        assertThat(AutomaticMail.isSentBy(address)).isFalse();
    }
}
