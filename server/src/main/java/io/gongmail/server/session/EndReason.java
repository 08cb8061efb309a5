package io.gongmail.server.session;

/** Why a session was ended by the server. The code is told to the person; its words stand in the table of words. */
public enum EndReason {
    /** The time is over up to which the certificate's verdict stands: sign in again. */
    VERDICT_EXPIRED("G-211"),
    /** The certificate was revoked or put on hold by its authority. */
    CERTIFICATE_REVOKED("G-212"),
    /** The binding of the certificate was suspended or revoked. */
    BINDING_CLOSED("G-213"),
    /** The account was suspended or closed. */
    ACCOUNT_CLOSED("G-214"),
    /** The password was set anew. */
    PASSWORD_CHANGED("G-215"),
    /** More sessions than this server holds. */
    TOO_MANY("G-216"),
    /** The account is in use from too many places, or by too many mail programs, at once. */
    SHARED("G-233"),
    /** The account was never used from there, or with that mail program, and that waits to be confirmed. */
    PLACE_HELD("G-232"),
    /** Whether it may go on could not be told. */
    FAULT("G-903"),
    /** The server stops. */
    SERVER_STOPPING("G-217"),
    /** Another certificate took this one's place, and the time is over that both were good for. */
    SUPERSEDED("G-218"),
    /** The account has gone to another agency, perhaps under another address. */
    AGENCY_CHANGED("G-220"),
    /** The anchor that the certificate leads to is none any longer. */
    AUTHORITY_GONE("G-219");

    private final String code;

    EndReason(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
