package io.gongmail.pki.keyfile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An opened token: its pairs, whose keys never leave it. */
public record Token(List<TokenPair> pairs) {
    public Token {
        pairs = List.copyOf(pairs);
    }

    /** The one to sign in with; of several the one that is valid longest. */
    public Optional<TokenPair> signing() {
        return pairs.stream()
                .filter(pair -> pair.use() == KeyUse.SIGNING)
                .max(Comparator.comparing(pair -> pair.certificate().getNotAfter()));
    }
}
