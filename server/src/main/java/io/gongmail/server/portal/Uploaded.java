package io.gongmail.server.portal;

/** A file that a form brought. Its octets are not to be changed. */
final class Uploaded {
    private final String field;
    private final String name;
    private final byte[] octets;

    /** @param name as the browser has it, which is whatever it likes */
    Uploaded(String field, String name, byte[] octets) {
        this.field = field;
        this.name = name;
        this.octets = octets;
    }

    String field() {
        return field;
    }

    String name() {
        return name;
    }

    byte[] octets() {
        return octets;
    }
}
