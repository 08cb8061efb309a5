package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ENHANCEDSTATUSCODES: RFC 2034, RFC 3463. */
class StatusCodesTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    /** RFC 2034 §4: the class of both is the same, and there is one code, not two. */
    private static void hasOneCode(SmtpTalk smtp) {
        assertThat(smtp.last()).matches("([245])\\d\\d \\1\\.\\d{1,3}\\.\\d{1,3} \\S.*");
        assertThat(smtp.last().substring(10)).doesNotMatch("\\s*[245]\\.\\d{1,3}\\.\\d{1,3}( .*)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP",
                "NOOP x",
                "RSET",
                "RSET x",
                "HELP",
                "HELP MAIL",
                "VRFY hong",
                "EXPN all",
                "STARTTLS",
                "BOGUS",
                "",
                " ",
                "X\0X",
                "123",
                "EHLO",
                "HELO",
                "AUTH",
                "AUTH PLAIN !",
                "AUTH BOGUS",
                "MAIL",
                "MAIL FROM:<>",
                "MAIL FROM:<a@b> X",
                "MAIL FROM:<a@b> SIZE=x",
                "MAIL FROM:<hong",
                "RCPT TO:<a@b>",
                "DATA",
                "DATA x",
                "BDAT 0",
                "QUIT x",
                "QUIT"
            })
    void everyReplyHasOneCode(String command) {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            hasOneCode(smtp.hears(command).says(""));
        }
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hasOneCode(smtp.hears(command).says(""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<KIM>", "<nobody@moe.gongmail.example>", "<a@elsewhere.example>", "kim", "<KIM> X=1", "<@@>"})
    void everyReplyToARecipientHasOneCode(String path) {
        TestPerson kim = submission.server().person("kim");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hasOneCode(smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 "));
            hasOneCode(
                    smtp.hears("RCPT TO:" + path.replace("KIM", kim.address())).says(""));
            hasOneCode(smtp.hears("MAIL FROM:<" + hong.address() + ">").says("503 "));
        }
    }

    /** RFC 2034 §4: the code stands on every line of a reply; what asks for more has none. */
    @Test
    void everyLineHasTheCode() {
        SMTPResponse bare = new SMTPResponse("250", "one");
        bare.appendLine("2.1.5 two");
        assertThat(StatusCodes.on(bare).getLines()).containsExactly("250-2.0.0 one", "250 2.1.5 two");
        assertThat(StatusCodes.on(new SMTPResponse("354", "go on")).getLines()).containsExactly("354 go on");
        assertThat(StatusCodes.on(new SMTPResponse("451", "")).getLines()).containsExactly("451 4.0.0 ");
        SMTPResponse last = new SMTPResponse("451", "gone");
        last.setEndSession(true);
        assertThat(StatusCodes.on(last).isEndSession()).isTrue();
    }
}
