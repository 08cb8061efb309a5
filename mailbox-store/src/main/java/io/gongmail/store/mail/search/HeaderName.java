package io.gongmail.store.mail.search;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Header fields that are searched so often that each has a field of the index for itself. */
enum HeaderName {
    SUBJECT,
    FROM,
    TO,
    CC,
    BCC;

    /** The one of that name in whatever case, or null. */
    static @Nullable HeaderName of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "subject" -> SUBJECT;
            case "from" -> FROM;
            case "to" -> TO;
            case "cc" -> CC;
            case "bcc" -> BCC;
            default -> null;
        };
    }
}
