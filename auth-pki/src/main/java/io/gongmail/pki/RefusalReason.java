package io.gongmail.pki;

/**
 * Why a certificate was refused. The code is told to people and never reused; its words stand in
 * {@code certificate-words.properties}. A temporary refusal may be gone without the person doing anything.
 */
public enum RefusalReason {
    NONE_PRESENTED("G-101", false),
    NOT_YET_VALID("G-102", false),
    EXPIRED("G-103", false),
    REVOKED("G-104", false),
    /** On hold (RFC 5280 §5.3.1, certificateHold). */
    SUSPENDED("G-105", false),
    UNKNOWN_ISSUER("G-106", false),
    /** A certificate above the person's own, anchor or issuing CA, is past its time. */
    ISSUER_EXPIRED("G-107", false),
    /** No digitalSignature: a key-exchange ({@code _env}) certificate never signs in. */
    WRONG_KEY_USAGE("G-108", false),
    WRONG_EXTENDED_KEY_USAGE("G-109", false),
    /** None of the policies that may sign in: bank and public (NPKI) certificates end here. */
    POLICY_NOT_ACCEPTED("G-110", false),
    /** A certificate of an authority, not of a person or system. */
    AUTHORITY_CERTIFICATE("G-111", false),
    WEAK_SIGNATURE("G-112", false),
    WEAK_KEY("G-113", false),
    /** Broken DER, duplicate extensions, a serial number that is not positive or too long. */
    MALFORMED("G-114", false),
    /** A signature on the path fails, a constraint on it is broken, or an issuer on it was revoked. */
    PATH_INVALID("G-115", false),
    /** More certificates, or larger ones, than the bounds allow. */
    CHAIN_TOO_LARGE("G-116", false),
    /** A kind of key that cannot be judged here, such as KCDSA. */
    UNSUPPORTED_KEY("G-117", false),
    /** No revocation list is at hand for an issuer on the path. */
    REVOCATION_UNAVAILABLE("G-151", true),
    /** The revocation list at hand is past its nextUpdate. */
    REVOCATION_STALE("G-152", true),
    JUDGE_BUSY("G-153", true),
    JUDGING_TIMED_OUT("G-154", true),
    /** A fault of ours while judging. */
    JUDGING_FAILED("G-901", true);

    private final String code;
    private final boolean temporary;

    RefusalReason(String code, boolean temporary) {
        this.code = code;
        this.temporary = temporary;
    }

    /** {@code G-1nn}, or {@code G-9nn} where the fault is ours. */
    public String code() {
        return code;
    }

    /** Whether trying again later may succeed: told as 421 or {@code [UNAVAILABLE]} so that nothing bounces. */
    public boolean isTemporary() {
        return temporary;
    }
}
