package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {
    private static final String HEADER = "From: a@b.example\r\nSubject: one\r\n two\r\n\tthree\r\nTO: c@d.example\r\n"
            + "subject: again\r\nX-Odd : y\r\n\r\n";

    @Test
    void namedFieldsComeAsTheyStandWithTheirFoldedLinesAndTheCaseDoesNotMatter() {
        assertThat(fields(HEADER, true, "subject"))
                .isEqualTo("Subject: one\r\n two\r\n\tthree\r\nsubject: again\r\n\r\n");
        assertThat(fields(HEADER, true, "to", "from")).isEqualTo("From: a@b.example\r\nTO: c@d.example\r\n\r\n");
    }

    @Test
    void allOthersAreChosenByNot() {
        assertThat(fields(HEADER, false, "subject", "from")).isEqualTo("TO: c@d.example\r\nX-Odd : y\r\n\r\n");
    }

    @Test
    void aBlankBeforeTheColonIsNotOfTheName() {
        assertThat(fields(HEADER, true, "x-odd")).isEqualTo("X-Odd : y\r\n\r\n");
    }

    @Test
    void whereNoneIsChosenTheEmptyLineIsLeft() {
        assertThat(fields(HEADER, true, "cc")).isEqualTo("\r\n");
        assertThat(fields("", true, "cc")).isEqualTo("\r\n");
    }

    @Test
    void whatIsNoFieldIsNeverChosen() {
        assertThat(fields("no field at all\r\nTo: x\r\n\r\n", true, "to")).isEqualTo("To: x\r\n\r\n");
        assertThat(fields("no field at all\r\nTo: x\r\n\r\n", false, "to")).isEqualTo("\r\n");
    }

    @Test
    void linesThatEndInLineFeedAloneAreLinesToo() {
        assertThat(fields("To: x\nCc: y\n\nbody: no\n", true, "cc", "body")).isEqualTo("Cc: y\n\r\n");
    }

    private static String fields(String header, boolean named, String... names) {
        return new String(
                HeaderFields.of(header.getBytes(StandardCharsets.US_ASCII), Set.of(names), named),
                StandardCharsets.US_ASCII);
    }
}
