package io.gongmail.server.notice.posting;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who brings notices to everybody. Thread-safe; calls may block. Errors are {@link io.gongmail.store.StoreException}s. */
public interface NoticeDelivery {
    /**
     * What is to be delivered.
     *
     * @param message the same for everybody
     * @param folder where each has it; made where it is missing
     * @param received when it is handed over (RFC 9051 §2.3.3)
     * @param flags system flags and keywords that it has from the beginning
     * @param members each once; of a correction those of what it corrects
     * @param correction empty where it takes the place of none
     */
    record Posting(
            NoticeNumber number,
            Octets message,
            String folder,
            Instant received,
            List<String> flags,
            List<Address> members,
            Optional<Correction> correction) {
        public Posting {
            flags = List.copyOf(flags);
            members = List.copyOf(members);
        }

        /** One that takes the place of none. */
        public Posting(
                NoticeNumber number,
                Octets message,
                String folder,
                Instant received,
                List<String> flags,
                List<Address> members) {
            this(number, message, folder, received, flags, members, Optional.empty());
        }
    }

    /**
     * That what is to be delivered takes the place of another one, which is recalled with it.
     *
     * @param of that
     * @param marked what those get who had read that
     */
    record Correction(NoticeNumber of, Octets marked) {}

    /** Where a message is; opened as often as it is needed. */
    @FunctionalInterface
    interface Octets {
        InputStream open() throws IOException;
    }

    /**
     * How far it is.
     *
     * @param audience how many it was posted to
     * @param owed who do not have it yet
     * @param delivered who have it; of whether it was read, only what {@code read} tells
     * @param failed who cannot have it
     * @param read who have read it, as far as is known
     * @param recalled from whom it was taken, or who never got it
     */
    record Counts(int audience, int owed, int delivered, int failed, int read, int recalled) {}

    /** Takes it over; when this returns it is not lost any more. What was posted before under its number is not posted again. */
    void post(Posting posting);

    /** Empty where nothing of that number was posted. */
    Optional<Counts> counts(NoticeNumber number);

    /** When the last of its audience got it; empty while somebody is owed it, once it is recalled, and where that is not known. */
    default Optional<Instant> completed(NoticeNumber number) {
        return Optional.empty();
    }

    /** Takes back what was not read. Safe to repeat; nothing where nothing of that number was posted. */
    void recall(NoticeNumber number);
}
