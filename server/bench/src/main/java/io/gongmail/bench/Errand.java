package io.gongmail.bench;

/**
 * What somebody comes for.
 *
 * @param who who comes
 * @param purpose when it is done
 */
record Errand(Visitor who, Purpose purpose) {
    /** What has to be heard. */
    enum Purpose {
        /** The greeting: TLS is done, and the server let the certificate pass. */
        GREETING,
        /** The greeting, then OK to LOGIN; the visit ends with LOGOUT. */
        SIGN_IN,
        /** The line that says why not. */
        REFUSAL
    }
}
