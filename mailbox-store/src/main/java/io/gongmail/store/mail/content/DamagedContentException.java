package io.gongmail.store.mail.content;

import java.io.IOException;

/** Content is not what its hash says. */
final class DamagedContentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param key the number of the key that it was opened with; 0 for what was in clear */
    DamagedContentException(Sha256 content, int key) {
        super("stored content " + content + " is damaged"
                + (key > 0 ? ", or the key " + key + " is another than it was sealed with" : ""));
    }
}
