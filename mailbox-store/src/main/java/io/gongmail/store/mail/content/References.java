package io.gongmail.store.mail.content;

import java.util.Set;
import java.util.function.Consumer;

/** Who refers to content. Called by the sweeper's thread alone. */
public interface References {
    /**
     * Tells every content that a committed row refers to, by short reads; of a hash the first half is enough, and the same may be
     * told often. Who makes a row, and who moves one to where this may have looked already, claims its content first.
     */
    void each(Consumer<Sha256> told);

    /** Forgets what was kept beside these contents, which go now. */
    void forget(Set<Sha256> contents);
}
