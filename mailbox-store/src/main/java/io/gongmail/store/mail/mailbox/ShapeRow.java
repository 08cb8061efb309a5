package io.gongmail.store.mail.mailbox;

import org.jspecify.annotations.Nullable;

/** What is stored of a message's content beside its bytes: made when it arrives. Its arrays are nobody else's. */
final class ShapeRow {
    private final @Nullable Long lines;
    private final byte[] properties;
    private final byte @Nullable [] envelope;
    private final byte @Nullable [] structure;

    ShapeRow(@Nullable Long lines, byte[] properties, byte @Nullable [] envelope, byte @Nullable [] structure) {
        this.lines = lines;
        this.properties = properties;
        this.envelope = envelope;
        this.structure = structure;
    }

    @Nullable
    Long lines() {
        return lines;
    }

    byte[] properties() {
        return properties;
    }

    byte @Nullable [] envelope() {
        return envelope;
    }

    byte @Nullable [] structure() {
        return structure;
    }
}
