package io.gongmail.store.mail.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * What stands before the octets of a large message in its file when it is sealed, or when it is in clear and begins as one that is
 * sealed would; before others stands nothing.
 */
final class LargeHead {
    static final int OCTETS = 44;
    static final int SALT = 32;
    private static final byte[] MAGIC = "GONGENC1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_AT = 8;
    private static final int SALT_AT = OCTETS - SALT;

    private final byte[] octets;

    private LargeHead(byte[] octets) {
        this.octets = octets;
    }

    /**
     * @param key its number; 0 for a content in clear
     * @param salt 32 octets
     */
    static LargeHead of(int key, byte[] salt) {
        byte[] octets = new byte[OCTETS];
        System.arraycopy(MAGIC, 0, octets, 0, MAGIC.length);
        octets[KEY_AT] = (byte) key;
        System.arraycopy(salt, 0, octets, SALT_AT, OCTETS - SALT_AT);
        return new LargeHead(octets);
    }

    /** Whether a content that begins so would be taken for a head. */
    static boolean isBegunBy(byte[] content) {
        return content.length >= MAGIC.length && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The head of a file; empty where it has none. */
    static Optional<LargeHead> in(FileChannel file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(OCTETS);
        int read = 0;
        while (read >= 0 && head.hasRemaining()) {
            read = file.read(head, head.position());
        }
        return !head.hasRemaining() && isBegunBy(head.array())
                ? Optional.of(new LargeHead(head.array()))
                : Optional.empty();
    }

    /** Opens a file at its content's octet {@code from}. */
    static Opened open(Path path, Sha256 hash, long from, ContentKeys keys) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Optional<LargeHead> head = in(file);
            int before = head.isPresent() ? OCTETS : 0;
            int key = head.map(LargeHead::key).orElse(0);
            file.position(before + from);
            InputStream in = Channels.newInputStream(file);
            if (head.isPresent() && key > 0) {
                ContentKey opening = keys.key(key, hash);
                byte[] salt = head.get().salt();
                in = new KeystreamInput(in, from, at -> opening.inFile(salt, at));
            }
            return new Opened(in, file.size() - before, key);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    int key() {
        return octets[KEY_AT] & 0xff;
    }

    byte[] salt() {
        return Arrays.copyOfRange(octets, SALT_AT, OCTETS);
    }

    byte[] octets() {
        return octets.clone();
    }

    /** Seals from the first octet on. */
    Cipher sealing(ContentKey key) {
        return key.inFile(salt(), 0);
    }
}
