package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strings in UTF-8 (RFC 9755 §3). */
class Utf8ComposerTest {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final ImapResponseComposerImpl james = new ImapResponseComposerImpl(new ImapResponseWriter() {
        @Override
        public void write(byte[] buffer) {
            octets.writeBytes(buffer);
        }

        @Override
        public void write(Literal literal) {
            throw new IllegalStateException("none expected");
        }
    });

    private String said() throws IOException {
        james.flush();
        String said = octets.toString(StandardCharsets.UTF_8);
        octets.reset();
        return said;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|\"plain\"",
                "R&D|\"R&D\"",
                "회의록|\"회의록\"",
                "\\a\"b|\"\\\\a\\\"b\"",
                "📬|\"📬\"",
            })
    void stringsAreQuoted(String text, String quoted) throws IOException {
        new Utf8Composer(james).mailbox(text);
        assertThat(said()).isEqualTo(" " + quoted);
        new Utf8Composer(james).quote(text);
        assertThat(said()).isEqualTo(" " + quoted);
    }

    /** RFC 9051 §4.3: no quoted string has CR or LF, and no string at all has NUL (RFC 9755 §3). */
    @Test
    void whatEndsALineIsALiteral() throws IOException {
        new Utf8Composer(james).mailbox("한\r\n글");
        assertThat(said()).isEqualTo(" {8}\r\n한\r\n글");
        new Utf8Composer(james).quote("a\0b");
        assertThat(said()).isEqualTo(" \"a\ufffdb\"");
    }

    @Test
    void allElseIsSaidAsJamesDoes() throws IOException {
        new Utf8Composer(james)
                .untagged()
                .message("LIST")
                .openParen()
                .closeParen()
                .quote('.')
                .mailbox("한")
                .nil()
                .message(7)
                .skipNextSpace()
                .openParen()
                .quoteUpperCaseAscii("x")
                .closeParen()
                .end();
        assertThat(said()).isEqualTo("* LIST () \".\" \"한\" NIL 7(\"X\")\r\n");
    }
}
