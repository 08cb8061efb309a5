package io.gongmail.server.session;

import java.net.InetAddress;

/**
 * Where a sign-in comes from.
 *
 * @param listener as policy and audit trail name it: {@code imap}, {@code submission}, {@code relay}
 * @param address of the peer
 * @param client the mail program, as it names itself, at most {@link #LONGEST_CLIENT} characters; the empty text where it
 *     does not
 */
public record Origin(String listener, InetAddress address, String client) {
    public static final int LONGEST_CLIENT = 64;

    /** The same, now that the client has said what it is; what is no printable text in that is left out. */
    public Origin with(String named) {
        String printable = named.strip().replaceAll("\\p{C}", "");
        return new Origin(listener, address, printable.substring(0, Math.min(printable.length(), LONGEST_CLIENT)));
    }
}
