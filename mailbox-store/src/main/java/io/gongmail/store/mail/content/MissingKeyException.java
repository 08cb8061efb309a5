package io.gongmail.store.mail.content;

import java.io.IOException;

/** Content is whole, as far as can be told, and sealed with a key that is not here. */
public final class MissingKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingKeyException(int number, Sha256 content, String origin) {
        super("stored content " + content + " is sealed with the key " + number + ", which is not in " + origin
                + "; put back the key file that has it");
    }
}
