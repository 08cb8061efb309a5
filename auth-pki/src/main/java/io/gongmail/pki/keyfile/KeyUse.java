package io.gongmail.pki.keyfile;

import java.security.cert.X509Certificate;

/** What the administrative PKI gives a person two pairs for (RFC 5280 §4.2.1.3). */
public enum KeyUse {
    /** digitalSignature: the pair that signs in. */
    SIGNING("signing", "서명용"),
    /** keyEncipherment, dataEncipherment or keyAgreement alone: the {@code _env} pair, which never signs in. */
    KEY_EXCHANGE("key exchange", "키분배용"),
    OTHER("other", "기타");

    private final String english;
    private final String korean;

    KeyUse(String english, String korean) {
        this.english = english;
        this.korean = korean;
    }

    public String english() {
        return english;
    }

    public String korean() {
        return korean;
    }

    public static KeyUse of(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null) {
            return OTHER;
        }
        if (usage[0]) {
            return SIGNING;
        }
        return usage[2] || usage[3] || usage[4] ? KEY_EXCHANGE : OTHER;
    }
}
