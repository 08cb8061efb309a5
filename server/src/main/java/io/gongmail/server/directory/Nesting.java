package io.gongmail.server.directory;

/** How deep the elements of a message stand in each other, told before anything is made of them: decoders descend by recursion. */
final class Nesting {
    /** A message, its operation, and a filter of 32 levels in it (RFC 4511 §4.5.1). */
    static final int DEEPEST = 36;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;

    private Nesting() {}

    /** Whether these are whole elements of definite length (RFC 4511 §5.1) and none stands deeper than {@link #DEEPEST}. */
    static boolean isSound(byte[] octets) {
        return isSound(octets, 0, octets.length, 1);
    }

    private static boolean isSound(byte[] octets, int from, int end, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        int at = from;
        while (at < end) {
            int tag = octets[at++] & 0xff;
            if ((tag & LONG_TAG) == LONG_TAG || at >= end) {
                return false; // No tag of LDAP is so large.
            }
            long length = octets[at++] & 0xff;
            if (length >= 0x80) {
                int octetsOfLength = (int) length & 0x7f;
                if (octetsOfLength == 0 || octetsOfLength > 4 || octetsOfLength > end - at) {
                    return false;
                }
                length = 0;
                for (int i = 0; i < octetsOfLength; i++) {
                    length = length << 8 | octets[at++] & 0xff;
                }
            }
            if (length > end - at) {
                return false;
            }
            int next = at + (int) length;
            if ((tag & CONSTRUCTED) != 0 && !isSound(octets, at, next, depth + 1)) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
