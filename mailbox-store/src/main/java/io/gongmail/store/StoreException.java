package io.gongmail.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what was asked. Nothing was half done: the transaction it happened in is rolled back. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Kind {
        /** Others hold what is needed, or a bounded queue is full: the same call may succeed later. */
        BUSY,
        /** No room on disk, or a quota of the machine is used up. */
        FULL,
        /** A broken disk or table, or a fault of ours. */
        BROKEN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }
}
