package io.gongmail.store.mail.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Describes a message when it arrives, so that nobody has to read it again for a list. Must be thread-safe. */
@FunctionalInterface
public interface MessageDescriber {
    /** Describes nothing: whoever asks gets an empty answer. */
    MessageDescriber NONE = message -> Optional.empty();

    /**
     * @param message its octets; whoever opened it closes it
     * @return empty where it cannot be described; it is stored all the same
     * @throws IOException only if the octets cannot be read
     */
    Optional<MessageDescription> describe(InputStream message) throws IOException;
}
