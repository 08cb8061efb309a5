package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;

/** Whatever lies in a mailbox is described in words of the wire, and where its parts are said to be there are octets of it. */
class DescriptionFuzzTest {
    @FuzzTest
    void isDescribed(byte[] octets) throws IOException, MimeException {
        Optional<MessageDescription> described = new WireDescriber().describe(new ByteArrayInputStream(octets));
        assertThat(described).isPresent();
        MessageDescription told = described.get();
        for (String words : new String[] {told.envelope(), told.body(), told.bodyStructure()}) {
            assertThat(words).matches("\\([\\x20-\\x7e]*\\)");
        }
        WireEnvelope.read(ByteBuffer.wrap(told.envelope().getBytes(StandardCharsets.US_ASCII)));
        Optional<PartPlace> place = PartFinder.find(new ByteArrayInputStream(octets));
        if (place.isPresent()) {
            within(place.get(), octets.length);
            place.get().agrees(PartReader.read(new ByteArrayInputStream(octets)).part());
        }
    }

    private static void within(PartPlace place, long end) {
        assertThat(place.header()).isBetween(0L, place.body());
        assertThat(place.body()).isLessThanOrEqualTo(place.end());
        assertThat(place.end()).isLessThanOrEqualTo(end);
        place.parts().forEach(part -> within(part, place.end()));
        place.message().ifPresent(message -> within(message, place.end()));
    }
}
