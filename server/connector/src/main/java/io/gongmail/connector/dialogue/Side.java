package io.gongmail.connector.dialogue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One side of a connection before sign-in: lines and octets in, within a bound, and lines out. Each octet of a text is one
 * character (ISO 8859-1), so that what is passed on stays what it was. Not thread-safe.
 */
public final class Side {
    /** Of one line; a SASL response may have 12,288 octets (RFC 4954 §4). */
    static final int LONGEST = 16 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final boolean isServer;
    private final byte[] buffer = new byte[LONGEST + 2];
    private int begin;
    private int end;

    private Side(InputStream in, OutputStream out, boolean isServer) {
        this.in = in;
        this.out = out;
        this.isServer = isServer;
    }

    public static Side program(InputStream in, OutputStream out) {
        return new Side(in, out, false);
    }

    /** What fails on this side is {@link ServerLost}. */
    public static Side server(InputStream in, OutputStream out) {
        return new Side(in, out, true);
    }

    /** The server is gone, or does not speak as it should; the program is to be told. */
    public static final class ServerLost extends IOException {
        private static final long serialVersionUID = 1L;

        ServerLost(IOException cause) {
            super(cause);
        }
    }

    /** A line, a literal or a command is longer than the bound. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("longer than " + LONGEST + " octets");
        }
    }

    /** The next line without its CRLF, or LF; the caller wipes it where it may hold a password. */
    byte[] octetLine() throws IOException {
        int looked = begin;
        while (true) {
            for (; looked < end; looked++) {
                if (buffer[looked] == '\n') {
                    int stop = looked > begin && buffer[looked - 1] == '\r' ? looked - 1 : looked;
                    byte[] line = Arrays.copyOfRange(buffer, begin, stop);
                    consumed(looked + 1 - begin);
                    return line;
                }
            }
            if (end - begin >= LONGEST) {
                throw new TooLong();
            }
            looked -= begin;
            fill();
            looked += begin;
        }
    }

    /** The same as text. */
    public String line() throws IOException {
        return text(octetLine());
    }

    byte[] octets(int count) throws IOException {
        if (count > LONGEST) {
            throw new TooLong();
        }
        while (end - begin < count) {
            fill();
        }
        byte[] octets = Arrays.copyOfRange(buffer, begin, begin + count);
        consumed(count);
        return octets;
    }

    /** What has arrived and was not asked for yet; nothing of it stays here. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(buffer, begin, end);
        Arrays.fill(buffer, (byte) 0);
        begin = 0;
        end = 0;
        return rest;
    }

    public void say(String line) throws IOException {
        sayOctets((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A line that ends in {@code secret}, which is wiped. */
    void saySecret(String front, byte[] secret) throws IOException {
        byte[] line = Arrays.copyOf(front.getBytes(StandardCharsets.US_ASCII), front.length() + secret.length + 2);
        System.arraycopy(secret, 0, line, front.length(), secret.length);
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        try {
            sayOctets(line);
        } finally {
            Arrays.fill(line, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private void sayOctets(byte[] octets) throws IOException {
        try {
            out.write(octets);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private void consumed(int count) {
        Arrays.fill(buffer, begin, begin + count, (byte) 0);
        begin += count;
    }

    private void fill() throws IOException {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            Arrays.fill(buffer, end - begin, end, (byte) 0);
            end -= begin;
            begin = 0;
        }
        int count;
        try {
            count = in.read(buffer, end, buffer.length - end);
        } catch (IOException e) {
            throw failure(e);
        }
        if (count < 0) {
            throw failure(new EOFException("the connection was closed"));
        }
        end += count;
    }

    private IOException failure(IOException cause) {
        return isServer ? new ServerLost(cause) : cause;
    }
}
