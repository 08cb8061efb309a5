package io.gongmail.server.directory;

import java.util.List;
import java.util.Optional;

/** An entry of the tree. Immutable once its chart is made. */
sealed interface Node permits Part, Person {
    /** What it stands in; empty at the top. */
    Optional<Part> above();

    /** Its distinguished name (RFC 4514). */
    String name();

    /** The values of an attribute, the first the one to sort by; none where it has none. */
    List<Text> values(Shown attribute);

    /** Whether it is {@code part}, or stands below it. */
    default boolean isWithin(Part part) {
        Node at = this;
        while (at != part) {
            Optional<Part> above = at.above();
            if (above.isEmpty()) {
                return false;
            }
            at = above.get();
        }
        return true;
    }
}
