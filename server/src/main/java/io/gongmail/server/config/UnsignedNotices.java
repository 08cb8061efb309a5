package io.gongmail.server.config;

/** What becomes of a notice that its agency's key does not sign. */
public enum UnsignedNotices {
    /** It waits until the key signs, or a person decides. */
    HOLD,
    /** It goes as it came. */
    SEND
}
