package io.gongmail.store.mail.mailbox;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message for who parses its header: the body whole, of the header no more than a parser can take. A header is written by
 * strangers, and mime4j holds each field several times, looks through a long one again and again for encoded words (RFC 2047), and
 * puts parameters together piece by piece (RFC 2231 §3): of some megabytes it would not come back within an hour. Of a field that
 * is too long the beginning is told, of too many the first. Not thread-safe.
 */
public final class BoundedHeader extends InputStream {
    /** Fields of a header that are told; more is no letter's. */
    public static final int MOST_FIELDS = 5_000;
    /** Octets of one field where its text matters: some ten thousand recipients. */
    public static final int LONGEST_FIELD = 1_000_000;
    /** Octets of all fields together where their text matters. */
    public static final int MOST_OCTETS = 4 * 1024 * 1024;

    private static final int LONGEST_FOR_JAMES = 64 * 1024;
    private static final int MOST_FOR_JAMES = 1024 * 1024;
    private static final int STEP = 8 * 1024;

    private final InputStream in;
    private final int longestField;
    private final int mostOctets;
    private final byte[] read = new byte[STEP];
    /** A line end that was held back may come on top, and one that a cut line is given. */
    private final byte[] told = new byte[2 * STEP + 2];

    private int position;
    private int limit;

    private boolean inBody;
    private boolean atLineStart = true;
    private boolean returnHeld;
    private boolean lineTold;
    private boolean lineCut;
    private byte previous;
    private int fields;
    private int ofField;
    private int ofAll;
    private long dropped;

    private BoundedHeader(InputStream in, int longestField, int mostOctets) {
        this.in = in;
        this.longestField = longestField;
        this.mostOctets = mostOctets;
    }

    /** For who tells, or looks for, what stands in the header. */
    public static BoundedHeader of(InputStream message) {
        return new BoundedHeader(message, LONGEST_FIELD, MOST_OCTETS);
    }

    /** For what James notes of a message that is appended, of which this store uses little. */
    static BoundedHeader forJames(InputStream message) {
        return new BoundedHeader(message, LONGEST_FOR_JAMES, MOST_FOR_JAMES);
    }

    /** Octets of the header that were not told so far. */
    long dropped() {
        return dropped;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == limit) {
            if (inBody) {
                return in.read(target, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int some = Math.min(length, limit - position);
        System.arraycopy(told, position, target, offset, some);
        position += some;
        return some;
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int count = in.read(read, 0, read.length);
        if (count < 0) {
            if (returnHeld) {
                returnHeld = false;
                tell((byte) '\r');
                return true;
            }
            return false;
        }
        int at = 0;
        while (at < count && !inBody) {
            take(read[at++]);
        }
        System.arraycopy(read, at, told, limit, count - at);
        limit += count - at;
        return true;
    }

    private void take(byte octet) {
        if (returnHeld) {
            returnHeld = false;
            if (octet == '\n') {
                tell((byte) '\r');
                tell(octet);
                inBody = true;
                return;
            }
            begin((byte) '\r');
        }
        if (!atLineStart) {
            within(octet);
        } else if (octet == '\r') {
            returnHeld = true; // Perhaps the end of the header.
            atLineStart = false;
        } else if (octet == '\n') {
            tell(octet);
            inBody = true;
        } else {
            begin(octet);
        }
    }

    private void begin(byte octet) {
        atLineStart = false;
        lineTold = false;
        lineCut = false;
        if (octet != ' ' && octet != '\t') { // RFC 5322 §2.2.3: else a field goes on.
            fields++;
            ofField = 0;
        }
        within(octet);
    }

    private void within(byte octet) {
        boolean fits = fields <= MOST_FIELDS && ofField < longestField && ofAll < mostOctets;
        if (octet == '\n') {
            end(fits);
            return;
        }
        if (fits) {
            tell(octet);
            lineTold = true;
        } else {
            lineCut = true;
            dropped++;
        }
        previous = octet;
    }

    /** A line of which some was told ends as it does. */
    private void end(boolean fits) {
        if (fits || lineTold) {
            if (lineCut && previous == '\r') {
                dropped--;
                tell((byte) '\r');
            }
            tell((byte) '\n');
        } else {
            dropped++;
        }
        atLineStart = true;
        previous = '\n';
    }

    private void tell(byte octet) {
        told[limit++] = octet;
        ofField++;
        ofAll++;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
