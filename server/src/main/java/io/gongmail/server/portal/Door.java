package io.gongmail.server.portal;

/** The two ways in. A browser can only be asked for a certificate when it connects, so who needs one comes in elsewhere. */
enum Door {
    /** No certificate is asked for. */
    PUBLIC("__Host-gongmail"),
    /** A certificate is asked for, and may be missing or wrong: pages say who may see them. */
    CERTIFICATE("__Host-gongmail-certificate");

    private final String cookie;

    Door(String cookie) {
        this.cookie = cookie;
    }

    /** Of its sessions. Ports do not part cookies, so each door has a name of its own. */
    String cookie() {
        return cookie;
    }
}
