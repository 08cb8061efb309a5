package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import java.util.Optional;

/** What is wrong in itself with a certificate that is presented to be registered. Thread-safe. */
final class Objections {
    private final Holders holders;
    private final Words words;

    Objections(Holders holders, Words words) {
        this.holders = holders;
        this.words = words;
    }

    /** Whether it fits what it is for is found when it is registered. */
    Optional<Sentence> to(Optional<PeerCertificate> presented) {
        return presented
                .map(peer -> holders.of(peer)
                        .fold(
                                owner -> Optional.of(words.sentence("G-324")),
                                stranger -> Optional.<Sentence>empty(),
                                refused -> Optional.of(words.sentence(refused))))
                .orElseGet(() -> Optional.of(words.sentence("G-101")));
    }
}
