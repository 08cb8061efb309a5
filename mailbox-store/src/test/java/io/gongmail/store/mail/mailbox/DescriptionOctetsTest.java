package io.gongmail.store.mail.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Descriptions in the octets of the table. */
class DescriptionOctetsTest {
    private static final String ENVELOPE = "(NIL \"x\" NIL NIL NIL NIL NIL NIL NIL NIL)";

    private static String text(ByteBuffer octets) {
        return US_ASCII.decode(octets).toString();
    }

    private static byte[] column(int form, String text) {
        return ((char) form + text).getBytes(US_ASCII);
    }

    @Test
    void whatIsWrittenIsRead() {
        DescriptionOctets written =
                DescriptionOctets.of(new MessageDescription(ENVELOPE, "(body)", "(structure)", "<a@x> <b@x>"));
        DescriptionOctets read = DescriptionOctets.read(written.envelopeColumn(), written.structureColumn())
                .orElseThrow();
        assertThat(text(read.envelope())).isEqualTo(ENVELOPE);
        assertThat(text(read.body())).isEqualTo("(body)");
        assertThat(text(read.bodyStructure())).isEqualTo("(structure)");
        assertThat(read.tellsReferences()).isTrue();
        assertThat(read.references()).isEqualTo("<a@x> <b@x>");
    }

    @Test
    void whatRefersToNothingSaysSo() {
        DescriptionOctets written = DescriptionOctets.of(new MessageDescription(ENVELOPE, "(body)", "(structure)"));
        assertThat(text(written.envelope())).isEqualTo(ENVELOPE);
        assertThat(written.tellsReferences()).isTrue();
        assertThat(written.references()).isEmpty();
        assertThat(written.isUnencoded()).isFalse();
    }

    @Test
    void whatIsToldOtherwiseInUtf8SaysSo() {
        DescriptionOctets written =
                DescriptionOctets.of(new MessageDescription(ENVELOPE, "(body)", "(structure)", "<a@x>", true));
        DescriptionOctets read = DescriptionOctets.read(written.envelopeColumn(), written.structureColumn())
                .orElseThrow();
        assertThat(read.isUnencoded()).isTrue();
        assertThat(text(read.envelope())).isEqualTo(ENVELOPE);
        assertThat(read.tellsReferences()).isTrue();
        assertThat(read.references()).isEqualTo("<a@x>");
    }

    /** Rows written before references were stored. */
    @Test
    void theFirstFormIsReadAndTellsNoReferences() {
        DescriptionOctets read = DescriptionOctets.read(column(1, ENVELOPE), column(1, "(body)\n(structure)"))
                .orElseThrow();
        assertThat(text(read.envelope())).isEqualTo(ENVELOPE);
        assertThat(text(read.bodyStructure())).isEqualTo("(structure)");
        assertThat(read.tellsReferences()).isFalse();
        assertThat(read.references()).isEmpty();
    }

    @Test
    void anotherFormIsDescribedAnew() {
        assertThat(DescriptionOctets.read(column(4, ENVELOPE), column(1, "(body)\n(structure)")))
                .isEmpty();
        assertThat(DescriptionOctets.read(column(2, ENVELOPE), column(2, "(body)\n(structure)")))
                .isEmpty();
    }
}
