package io.gongmail.connector;

import io.gongmail.connector.tls.PersonalCertificate;
import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Sentence;
import io.gongmail.connector.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a certificate ends soon, in words. */
final class Expiry {
    private static final Duration SOON = Duration.ofDays(30);

    private Expiry() {}

    static Optional<Sentence> warning(PersonalCertificate person, Words words, Instant now) {
        Duration left = person.left(now);
        if (left.isNegative()) {
            return Optional.of(words.say(Saying.ENDED, person.until()));
        }
        return left.compareTo(SOON) <= 0
                ? Optional.of(words.say(Saying.ENDS_SOON, left.toDays(), person.until()))
                : Optional.empty();
    }
}
