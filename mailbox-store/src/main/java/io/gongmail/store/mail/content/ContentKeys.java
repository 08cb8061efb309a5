package io.gongmail.store.mail.content;

import io.gongmail.store.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys that message content is sealed with, by number, 1 to 255: one seals what is written, all open. Immutable; never shown.
 *
 * <p>Faults of a key file are told by an {@link IOException} whose message says which file, what is wrong and what to do.
 */
public final class ContentKeys {
    /** No keys: content is written in clear, and only such can be read. */
    public static final ContentKeys NONE = new ContentKeys(new TreeMap<>(), 0, "no key file ([store] content-keys)");

    /** One octet of a frame tells the number. */
    static final int HIGHEST = 255;

    private static final KeyFile.Purpose PURPOSE =
            new KeyFile.Purpose("message content", "content-keys", "gongmail store make-key");

    private final SortedMap<Integer, ContentKey> keys;
    private final int sealsBy;
    private final String origin;

    private ContentKeys(SortedMap<Integer, ContentKey> keys, int sealsBy, String origin) {
        this.keys = keys;
        this.sealsBy = sealsBy;
        this.origin = origin;
    }

    /** Reads a key file. */
    public static ContentKeys read(Path file) throws IOException {
        KeyFile opened = new KeyFile(file, PURPOSE);
        KeyFile.Held held = opened.read();
        if (held.keys().firstKey() < 1 || held.keys().lastKey() > HIGHEST) {
            throw opened.broken("keys have the numbers 1 to " + HIGHEST);
        }
        return of(held, file.toString());
    }

    /**
     * Makes the file with one fresh key, for the server's user alone; where it is there, adds a key to it that seals from the
     * next start on.
     */
    public static ContentKeys makeOrAdd(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            ContentKeys made = NONE.withAnother(random);
            new KeyFile(file, PURPOSE).make(made.held());
            return made;
        }
        ContentKeys more = read(file).withAnother(random);
        new KeyFile(file, PURPOSE).replace(more.held());
        return more;
    }

    /** These, and one more that seals, in memory alone. */
    public ContentKeys withAnother(SecureRandom random) {
        int next = keys.isEmpty() ? 1 : keys.lastKey() + 1;
        if (next > HIGHEST || keys.size() >= KeyFile.MOST) {
            throw new IllegalStateException(
                    origin + ": there is no room for another key; take out those that nothing is sealed with");
        }
        SortedMap<Integer, byte[]> more = new TreeMap<>(held().keys());
        byte[] octets = new byte[KeyFile.OCTETS];
        random.nextBytes(octets);
        more.put(next, octets);
        return of(new KeyFile.Held(more, next), origin);
    }

    static ContentKeys of(KeyFile.Held held, String origin) {
        SortedMap<Integer, ContentKey> keys = new TreeMap<>();
        held.keys().forEach((number, octets) -> keys.put(number, new ContentKey(number, octets)));
        return new ContentKeys(keys, held.sealsBy(), origin);
    }

    private KeyFile.Held held() {
        SortedMap<Integer, byte[]> octets = new TreeMap<>();
        keys.forEach((number, key) -> octets.put(number, key.octets()));
        return new KeyFile.Held(octets, sealsBy);
    }

    /** Where they are from, for messages. */
    String origin() {
        return origin;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The number of the one that seals; 0 when none does. */
    public int sealsBy() {
        return sealsBy;
    }

    /** The numbers of all. */
    public Set<Integer> numbers() {
        return Set.copyOf(keys.keySet());
    }

    Optional<ContentKey> sealing() {
        return Optional.ofNullable(keys.get(sealsBy));
    }

    Optional<ContentKey> find(int number) {
        return Optional.ofNullable(keys.get(number));
    }

    /** The key that opens {@code content}. */
    ContentKey key(int number, Sha256 content) throws MissingKeyException {
        return find(number).orElseThrow(() -> new MissingKeyException(number, content, origin));
    }

    @Override
    public String toString() {
        return "ContentKeys" + keys.keySet();
    }
}
