package io.gongmail.pki.possession;

/** What a signed challenge is good for; it is good for nothing else. */
public enum Purpose {
    /** Registering the signer's certificate with an application; the subject is the application's id. */
    REGISTER_CERTIFICATE("register-certificate"),
    /** Setting an account's password; the subject is the account's address. */
    SET_PASSWORD("set-password"),
    /**
     * Putting a certificate in another's place, signed with both; the subject is the account's address, a space, and the
     * SHA-256 of the new one, so that who signs with the old one signs for this new one and no other. Where the old one was
     * presented in a handshake, the new one alone signs, and the SHA-256 is the old one's.
     */
    REPLACE_CERTIFICATE("replace-certificate"),
    /** Putting a certificate beside another, signed with both; the subject as for a replacement. */
    ADD_CERTIFICATE("add-certificate");

    private final String token;

    Purpose(String token) {
        this.token = token;
    }

    /** As it stands in the challenge's text. */
    public String token() {
        return token;
    }
}
