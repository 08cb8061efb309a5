package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.mailbox.MessageDescription;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelope and body structure (RFC 9051 §7.5.2) of messages good and bad. */
class WireDescriberTest {
    private static MessageDescription described(byte[] message) throws IOException {
        return new WireDescriber().describe(new ByteArrayInputStream(message)).orElseThrow();
    }

    private static MessageDescription described(String message) throws IOException {
        return described(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theEnvelopeHasItsTenFieldsAndSenderAndReplyToDefaultToFrom() throws IOException {
        assertThat(described("""
                        Date: Tue, 24 Nov 2026 10:00:00 +0900
                        Subject: a "quoted"
                          folded subject
                        From: Kim <kim@moe.example>
                        To: hong@moe.example, team: lee@moe.example;
                        Cc: "Park, J" <park@moe.example>
                        In-Reply-To: <a@moe.example>
                        Message-ID: <b@moe.example>

                        text
                        """).envelope())
                .isEqualTo("(\"Tue, 24 Nov 2026 10:00:00 +0900\" \"a \\\"quoted\\\" folded subject\""
                        + " ((\"Kim\" NIL \"kim\" \"moe.example\"))"
                        + " ((\"Kim\" NIL \"kim\" \"moe.example\"))"
                        + " ((\"Kim\" NIL \"kim\" \"moe.example\"))"
                        + " ((NIL NIL \"hong\" \"moe.example\")(NIL NIL \"team\" NIL)"
                        + "(NIL NIL \"lee\" \"moe.example\")(NIL NIL NIL NIL))"
                        + " ((\"\\\"Park, J\\\"\" NIL \"park\" \"moe.example\"))"
                        + " NIL \"<a@moe.example>\" \"<b@moe.example>\")");
    }

    @Test
    void aMultipartIsToldWithItsPartsAndOnlyTheStructureHasExtensions() throws IOException {
        MessageDescription description = described("""
                Content-Type: multipart/mixed; boundary="b"

                --b
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: 8bit

                one
                two
                --b
                Content-Type: application/pdf; name="r.pdf"
                Content-Disposition: attachment; filename="r.pdf"
                Content-Transfer-Encoding: base64

                AAAA
                --b--
                """);
        assertThat(description.body())
                .isEqualTo("((\"TEXT\" \"PLAIN\" (\"charset\" \"UTF-8\") NIL NIL \"8BIT\" 8 1)"
                        + "(\"APPLICATION\" \"PDF\" (\"name\" \"r.pdf\") NIL NIL \"BASE64\" 4) \"MIXED\")");
        assertThat(description.bodyStructure())
                .isEqualTo("((\"TEXT\" \"PLAIN\" (\"charset\" \"UTF-8\") NIL NIL \"8BIT\" 8 1 NIL NIL NIL NIL)"
                        + "(\"APPLICATION\" \"PDF\" (\"name\" \"r.pdf\") NIL NIL \"BASE64\" 4 NIL"
                        + " (\"attachment\" (\"filename\" \"r.pdf\")) NIL NIL)"
                        + " \"MIXED\" (\"boundary\" \"b\") NIL NIL NIL)");
    }

    @Test
    void aMessageWithinAMessageIsToldWithItsEnvelopeStructureOctetsAndLines() throws IOException {
        assertThat(described("""
                        Content-Type: message/rfc822

                        Subject: inner
                        From: a@b.example

                        text
                        """).body())
                .isEqualTo(
                        "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 43 (NIL \"inner\""
                                + " ((NIL NIL \"a\" \"b.example\")) ((NIL NIL \"a\" \"b.example\")) ((NIL NIL \"a\" \"b.example\"))"
                                + " NIL NIL NIL NIL NIL) (\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 6 1) 4)");
    }

    /** RFC 2045 §5.2: as that section writes it; one that is named is told as it is named. */
    @Test
    void theCharsetOfATextThatNamesNoneIsUsAscii() throws IOException {
        assertThat(described("\ntext\n").body())
                .isEqualTo("(\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 6 1)");
        assertThat(described("Content-Type: text/plain; charset=US-ASCII\n\ntext\n")
                        .body())
                .contains("(\"charset\" \"US-ASCII\")");
        assertThat(described("Content-Type: text/plain; Charset=EUC-KR\n\ntext\n")
                        .body())
                .contains("(\"charset\" \"EUC-KR\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "x-windows-949"})
    void octetsThatNothingDeclaresAreReadAsUtf8OrTheKoreanCodePage(String charset) throws IOException {
        String envelope = described(
                        "Subject: 공문\r\nFrom: 홍길동 <hong@moe.example>\r\n\r\n".getBytes(Charset.forName(charset)))
                .envelope();
        assertThat(envelope)
                .contains("\"=?UTF-8?B?6rO166y4?=\"")
                .contains("(\"=?UTF-8?B?7ZmN6ri464+Z?=\" NIL \"hong\" \"moe.example\")");
    }

    @Test
    void whatIsEncodedAlreadyStaysAsItIs() throws IOException {
        assertThat(described("Subject: =?UTF-8?B?6rO166y4?=\nFrom: =?UTF-8?B?6rO166y4?= <a@b.example>\n\n")
                        .envelope())
                .contains("\"=?UTF-8?B?6rO166y4?=\" ((\"=?UTF-8?B?6rO166y4?=\" NIL \"a\" \"b.example\"))");
    }

    private static MessageDescription inUtf8(String message) throws IOException {
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new WireDescriber()
                .describeInUtf8(new ByteArrayInputStream(octets))
                .orElseThrow();
    }

    /** RFC 9755 §3, RFC 6532: as it stands, and no more of it. */
    @Test
    void inUtf8WhatIsNotEncodedIsToldAsItIs() throws IOException {
        String message =
                "Subject: 공문 \"가\"\nFrom: 홍길동 <길동@학교.example>\nTo: 모두: a@b.example;\n" + "Content-Description: 설명\n\n";
        assertThat(described(message).unencoded()).isTrue();
        MessageDescription description = inUtf8(message);
        assertThat(description.envelope())
                .startsWith("(NIL \"공문 \\\"가\\\"\" ((\"홍길동\" NIL \"길동\" \"학교.example\"))")
                .contains("((NIL NIL \"모두\" NIL)(NIL NIL \"a\" \"b.example\")(NIL NIL NIL NIL))");
        assertThat(description.body()).contains(" NIL \"설명\" \"7BIT\" ");
        String encoded = "Subject: =?UTF-8?B?6rO166y4?=\nContent-Description: =?UTF-8?B?6rO166y4?=\n\n";
        assertThat(described(encoded).unencoded()).isFalse();
        assertThat(inUtf8(encoded)).isEqualTo(described(encoded));
    }

    /** RFC 9051 §7.5.2, RFC 2231 §3 and §4. */
    @Test
    void parametersThatAreContinuedAreToldWhole() throws IOException {
        String message = """
                Content-Type: application/pdf; name*1*=%84%9C+1.pdf;
                 name*0*=UTF-8''%EB%B3%B4%EA%B3%A0%EC
                Content-Disposition: attachment; filename*0="report of "; filename*1="the year.pdf"

                x
                """;
        assertThat(inUtf8(message).bodyStructure())
                .contains("(\"name\" \"보고서+1.pdf\")", "(\"attachment\" (\"filename\" \"report of the year.pdf\"))");
        assertThat(described(message).bodyStructure())
                .contains("(\"name\" \"=?UTF-8?")
                .matches("[\\x20-\\x7e]*");
    }

    /** RFC 9755 §6. */
    @Test
    void aMessageWithinInUtf8IsLookedIntoForWhoTakesUtf8() throws IOException {
        String message = "Content-Type: message/global\n\nSubject: 안\n\ntext\n";
        assertThat(described(message).unencoded()).isTrue();
        assertThat(described(message).body()).matches("\\(\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"7BIT\" \\d+\\)");
        assertThat(inUtf8(message).body())
                .isEqualTo("(\"MESSAGE\" \"GLOBAL\" NIL NIL NIL \"7BIT\" 22"
                        + " (NIL \"안\" NIL NIL NIL NIL NIL NIL NIL NIL)"
                        + " (\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 6 1) 3)");
    }

    @Test
    void noHeaderCanEndALineOfTheAnswer() throws IOException {
        MessageDescription description = described(("Subject: a\rb\0c\u007f\r\nFrom: \"x\ry\" <a@b.example>\r\n"
                        + "Content-Type: text/plain; name=\"e\rvil\"\r\nContent-Description: d\re\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(description.envelope() + description.body() + description.bodyStructure())
                .matches("[\\x20-\\x7e]*")
                .contains("\"a b c\"");
    }

    @Test
    void aMultipartInWhichNoPartBeginsIsToldWithAnEmptyText() throws IOException {
        assertThat(described("Content-Type: multipart/mixed; boundary=b\n\nnothing\n")
                        .body())
                .isEqualTo("((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 0 0) \"MIXED\")");
    }

    @Test
    void aMessageNestedTooDeepIsToldAsOnePartWithItsEnvelope() throws IOException {
        String message = nested(
                PartReader.DEEPEST + 1, i -> "Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
        assertThat(described("Subject: deep\n" + message))
                .returns(true, description -> description.envelope().contains("\"deep\""))
                .returns(
                        "(\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"8BIT\" "
                                + ("Subject: deep\n" + message)
                                        .replace("\n", "\r\n")
                                        .length() + ")",
                        MessageDescription::body);
        assertThat(described(nested(100_000, i -> "Content-Type: message/rfc822\n\n"))
                        .body())
                .contains("OCTET-STREAM");
    }

    @Test
    void aMessageNestedAsDeepAsAllowedIsToldWhole() throws IOException {
        assertThat(described(nested(PartReader.DEEPEST, i -> "Content-Type: message/rfc822\n\n"))
                        .body())
                .doesNotContain("OCTET-STREAM")
                .contains("PLAIN");
    }

    @Test
    void aMessageOfTooManyPartsIsToldAsOne() throws IOException {
        String message = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(PartReader.MOST_PARTS);
        assertThat(described(message).body()).contains("OCTET-STREAM");
    }

    private static String nested(int levels, Function<Integer, String> header) {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            message.append(header.apply(i));
        }
        return message.append("\ntext\n").toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "x",
                ":",
                "Subject",
                "From: <<>>\r\n\r\n",
                "To: ;;,,\r\n\r\n",
                "Content-Type: /\r\n\r\n",
                "Content-Type: multipart/mixed\r\n\r\n--\r\n"
            })
    void whateverComesIsDescribed(String message) throws IOException {
        assertThat(described(message.getBytes(StandardCharsets.US_ASCII)).bodyStructure())
                .startsWith("(")
                .endsWith(")");
    }
}
