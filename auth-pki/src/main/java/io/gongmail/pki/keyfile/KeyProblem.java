package io.gongmail.pki.keyfile;

/** Why a key could not be had. */
public enum KeyProblem {
    /** Or, where a format has no check of its own, the first octets are damaged: nothing can tell the two apart. */
    WRONG_PASSWORD,
    DAMAGED,
    /** Encrypted in a way that is not known here. */
    UNKNOWN_SCHEME,
    /** A kind of key that nothing here, and no TLS library, can use, such as KCDSA. */
    UNSUPPORTED_KEY,
    /** More iterations than the bound, or a larger file. */
    TOO_MUCH_WORK,
    /** No certificate at hand fits the key. */
    NO_CERTIFICATE,
    /** The token, its library or the slot is not there, or it is locked. */
    NO_TOKEN
}
