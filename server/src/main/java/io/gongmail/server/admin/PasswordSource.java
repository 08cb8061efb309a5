package io.gongmail.server.admin;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where a password comes from: a file, an open file descriptor, or the console; never the command line, which all can read. */
final class PasswordSource {
    private static final int LONGEST = 1_024;
    private static final int STANDARD_INPUT = 0;

    private final InputStream standardInput;

    PasswordSource(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * The first line; the caller wipes it.
     *
     * @param file {@code -} for standard input, empty for none
     * @param descriptor below 0 for none
     * @param prompt what the console asks, where neither is given
     */
    char[] read(String file, int descriptor, String prompt) throws IOException {
        if (file.equals("-") || (file.isEmpty() && descriptor == STANDARD_INPUT)) {
            return firstLine(standardInput, "standard input");
        }
        if (file.isEmpty() && descriptor < 0) {
            Console console = System.console();
            if (console == null) {
                throw new IOException(
                        "there is no console to ask for a password; give it by --password-file FILE or --password-fd N");
            }
            char[] typed = console.readPassword("%s: ", prompt);
            if (typed == null) {
                throw new IOException("no password was given");
            }
            return typed;
        }
        Path source = file.isEmpty() ? Path.of("/dev/fd/" + descriptor) : Path.of(file);
        if (!Files.exists(source)) {
            throw new IOException((file.isEmpty() ? "file descriptor " + descriptor : file)
                    + ": is not there to read a password from");
        }
        try (InputStream in = Files.newInputStream(source)) {
            return firstLine(in, source.toString());
        }
    }

    private static char[] firstLine(InputStream in, String name) throws IOException {
        byte[] octets = new byte[LONGEST + 1];
        int count = 0;
        try {
            for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
                if (count == LONGEST) {
                    throw new IOException(name + ": its first line is longer than any password");
                }
                octets[count++] = (byte) octet;
            }
            if (count > 0 && octets[count - 1] == '\r') {
                count--;
            }
            if (count == 0) {
                throw new IOException(name + ": its first line is empty; put the password there");
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, count));
            char[] password = Arrays.copyOf(text.array(), text.length());
            Arrays.fill(text.array(), '\0');
            return password;
        } catch (CharacterCodingException e) {
            throw new IOException(name + ": its first line is not in UTF-8");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
