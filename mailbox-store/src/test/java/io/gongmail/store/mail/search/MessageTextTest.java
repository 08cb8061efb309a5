package io.gongmail.store.mail.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTextTest {
    /** Notes what it is told. */
    private static final class Notes implements MessageText.Reading {
        private final List<String> headers = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private final Folding folding = new Folding() {
            @Override
            void folded(char[] text, int length) {
                body.append(text, 0, length);
            }
        };

        @Override
        public void header(boolean own, String name, String value) {
            headers.add((own ? "" : "inner ") + name + "=" + value);
        }

        @Override
        public Folding body() {
            body.append('|');
            return folding;
        }

        @Override
        public boolean wantsBody() {
            return true;
        }
    }

    private static Notes read(byte[] message) throws IOException {
        Notes notes = new Notes();
        MessageText.read(new ByteArrayInputStream(message), notes);
        return notes;
    }

    private static Notes read(String message) throws IOException {
        return read(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void encodedWordsAreResolvedAlsoWhereASyllableIsCutInTwo() throws Exception {
        Notes notes = read("Subject: =?utf-8?B?7JiI7A==?=\n =?utf-8?B?grA=?= =?KS_C_5601-1987?Q?=A8=A9?=\n\n");
        assertThat(notes.headers).hasSize(1);
        assertThat(notes.headers.get(0)).startsWith("Subject=예산");
    }

    @Test
    void whoSaysEucKrMayMeanTheLargerSetOfWindows() throws Exception {
        byte[] syllable = "똠방".getBytes(Charset.forName("x-windows-949"));
        java.io.ByteArrayOutputStream message = new java.io.ByteArrayOutputStream();
        message.writeBytes("Content-Type: text/plain; charset=\"EUC-KR\"\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(syllable);
        assertThat(read(message.toByteArray()).body.toString()).isEqualTo("|똠방");
    }

    @Test
    void octetsThatNobodyNamedAreUtf8WhereTheyCanBeAndMs949Else() throws Exception {
        assertThat(read("Subject: 예산\n\n회의".getBytes(StandardCharsets.UTF_8)).headers)
                .containsExactly("Subject=예산");
        Notes old = read("Subject: 예산\n\n회의".getBytes(Charset.forName("x-windows-949")));
        assertThat(old.headers).containsExactly("Subject=예산");
        assertThat(old.body.toString()).isEqualTo("|회의");
    }

    @Test
    void aFileNameIsToldAlsoAsItIsMeant() throws Exception {
        Notes notes = read("Content-Type: application/pdf\n"
                + "Content-Disposition: attachment; filename*=UTF-8''%EC%98%88%EC%82%B0.pdf\n\nx");
        assertThat(notes.headers.get(1)).endsWith("; 예산.pdf");
        assertThat(notes.body.toString()).isEmpty();
    }

    @Test
    void partsAreReadInTheirOrderAndWhatIsNoTextIsNot() throws Exception {
        Notes notes = read(
                "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\n"
                        + "Content-Type: image/png\n\noctets\n--b\nContent-Type: message/rfc822\n\nSubject: in\n\ntwo\n--b--\nepilogue");
        assertThat(notes.headers)
                .containsExactly(
                        "Content-Type=multipart/mixed; boundary=b",
                        "inner Content-Type=image/png",
                        "inner Content-Type=message/rfc822",
                        "inner Subject=in");
        assertThat(notes.body.toString()).isEqualTo("|preamble|one|two|epilogue");
    }

    /** RFC 7303 §4.2, §9.2 */
    @Test
    void xmlIsTextByWhateverNameAndAPictureIsNone() throws Exception {
        for (String type : List.of("text/xml", "application/xml", "application/vnd.x+xml", "APPLICATION/SOAP+XML")) {
            assertThat(read("Content-Type: " + type + "\n\n<a>한글</a>").body.toString())
                    .as(type)
                    .isEqualTo("|<a>한글</a>");
        }
        for (String type :
                List.of("image/svg+xml", "application/xmlx", "application/json", "application/vnd.xml.doc")) {
            assertThat(read("Content-Type: " + type + "\n\n<a>한글</a>").body.toString())
                    .as(type)
                    .isEmpty();
        }
    }

    @Test
    void nestingAndPartsAreBounded() throws Exception {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(read(deep + "\nbottom").body.toString()).isEmpty();
        StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
        wide.append("--b\n\nx\n".repeat(MessageText.MOST_PARTS + 50));
        assertThat(read(wide + "--b--\n").body.toString()).isEqualTo("|x".repeat(MessageText.MOST_PARTS - 1));
    }

    @Test
    void aMessageOfWhateverOctetsIsReadAsFarAsItGoes() throws Exception {
        byte[] message = ("Subject: =?utf-8?B?7JiI7?=\r\nContent-Type: multipart/mixed; boundary=\"b\r\n\r\n--b\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n!!!\u0000=?=\r\n--b")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int end = 0; end <= message.length; end++) {
            assertThat(read(java.util.Arrays.copyOf(message, end)).headers).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void aHeaderFullOfBeginningsOfEncodedWordsIsReadInOneGo() throws Exception {
        String value = "=?a?".repeat(200_000);
        assertThat(read("Subject: " + value + "\n\n").headers).containsExactly("Subject=" + value);
    }

    @Test
    void whatIsNoBase64IsReadAsFarAsItGoes() throws Exception {
        Notes notes = read(
                "Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\n====*(&^%\n=A=B=C\nQQ=Q\n");
        assertThat(notes.body.toString()).startsWith("|");
    }
}
