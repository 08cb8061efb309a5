package io.gongmail.server.tls;

/** Finds the ends of command lines, and QUIT among them, octet by octet; keeps at most five octets of a line. */
final class SmtpCommands {
    enum Found {
        NONE,
        QUIT,
        OTHER
    }

    private static final int ENOUGH = 5;
    private final StringBuilder start = new StringBuilder();
    private int count;

    Found next(byte octet) {
        if (octet != '\n') {
            if (octet != '\r' && start.length() < ENOUGH) {
                start.append((char) (octet & 0xff));
            }
            return Found.NONE;
        }
        count++;
        String verb = start.toString().strip();
        start.setLength(0);
        return verb.equalsIgnoreCase("QUIT") ? Found.QUIT : Found.OTHER;
    }

    /** Lines so far. */
    int count() {
        return count;
    }
}
