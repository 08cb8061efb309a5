package io.gongmail.server.signin;

import java.util.Locale;

/** The true reason of a refusal, for the audit trail and the helpdesk; the person is told one code for all of them. */
enum Mismatch {
    NO_BINDING,
    BINDING_SUSPENDED,
    BINDING_REVOKED,
    /** And the overlap is over. */
    BINDING_SUPERSEDED,
    /** The binding found is not of exactly this certificate. */
    BINDING_OF_ANOTHER_CERTIFICATE,
    ACCOUNT_MISSING,
    ACCOUNT_SUSPENDED,
    ACCOUNT_CLOSED,
    /** What was named is not the account that the certificate is bound to. */
    CERTIFICATE_OF_ANOTHER,
    /** Signing in as oneself in order to act as somebody else. */
    AUTHORIZATION_OF_ANOTHER,
    /** A person's certificate for an agency's account, or the other way round. */
    POLICY_DOES_NOT_FIT,
    /** The certificate alone does not suffice here for this account. */
    PASSWORD_NEEDED,
    /** A system of an agency signs in by its certificate, at the relay listener. */
    PASSWORD_NOT_TAKEN,
    NO_PASSWORD_SET,
    WRONG_PASSWORD,
    /** The right one, but too old. */
    PASSWORD_ENDED;

    /** As it stands in the audit trail. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
