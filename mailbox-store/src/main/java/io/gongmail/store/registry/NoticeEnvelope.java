package io.gongmail.store.registry;

import java.util.Arrays;
import java.util.List;

/**
 * How a notice was handed in.
 *
 * @param messageId of its message (RFC 5322 §3.6.4), with its angle brackets; empty where there is none
 * @param returnPath the sender of its envelope; empty for the null sender
 * @param desk the address it was handed in to
 * @param wanted what the sender wants to be told of (RFC 3461 §4.1): NEVER, or SUCCESS, FAILURE and DELAY with commas between; empty
 *     where nothing was said
 * @param original ORCPT of the desk (RFC 3461 §4.2), as it was given; may be empty
 */
public record NoticeEnvelope(String messageId, String returnPath, String desk, String wanted, String original) {
    /** Where nothing is known of it. */
    public static final NoticeEnvelope NONE = new NoticeEnvelope("", "", "", "", "");

    /** RFC 3461 §4.1. */
    public static final String NEVER = "NEVER";

    /** @throws IllegalArgumentException when a part is out of its bounds */
    public NoticeEnvelope {
        Bounds.text("message id", messageId, 998);
        Bounds.text("return path", returnPath, 254);
        Bounds.text("desk", desk, 254);
        Bounds.text("wanted", wanted, 40);
        Bounds.text("original recipient", original, 500);
    }

    /** Whether the sender said to want to be told of that. */
    public boolean asksFor(String event) {
        return List.of(wanted.split(",", -1)).contains(event);
    }

    /** Whether the sender wants to hear nothing. */
    public boolean isSilent() {
        return Arrays.asList(wanted.split(",", -1)).contains(NEVER);
    }
}
