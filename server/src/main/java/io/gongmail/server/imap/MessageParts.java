package io.gongmail.server.imap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;

/**
 * Where the parts of messages stand, remembered for those that were asked for lately, so that a part, or a piece of a large
 * one, is read without what comes before it. Thread-safe.
 */
final class MessageParts {
    /** Places that are remembered, of all messages together: about 10 MB. */
    private static final int REMEMBERED = 100_000;

    private final MailReader reader;
    private final Cache<ContentRef, Optional<PartPlace>> places = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED)
            .weigher((ContentRef content, Optional<PartPlace> place) ->
                    1 + place.map(PartPlace::size).orElse(0))
            .build();

    MessageParts(MailReader reader) {
        this.reader = reader;
    }

    /** Empty for a message whose parts are not surely where its structure tells them to be. */
    Optional<PartPlace> of(ContentRef content) throws IOException {
        Optional<PartPlace> known = places.getIfPresent(content);
        if (known == null) {
            // Read twice at worst by two at once: better than to have one wait while the other reads.
            known = read(content);
            places.put(content, known);
        }
        return known;
    }

    private Optional<PartPlace> read(ContentRef content) throws IOException {
        Optional<PartPlace> found;
        try (InputStream octets = reader.open(content)) {
            found = PartFinder.find(octets);
        }
        try (InputStream octets = reader.open(content)) {
            PartReader.Described told = PartReader.read(octets, HeaderText.utf8());
            // What is told as one part has one, and nobody parses the whole of it for another.
            return told.whole()
                    ? Optional.of(PartPlace.whole(content.size()))
                    : found.filter(place -> place.agrees(told.part()));
        } catch (MimeException e) {
            return Optional.empty();
        }
    }
}
