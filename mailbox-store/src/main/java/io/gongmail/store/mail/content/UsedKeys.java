package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys content may be sealed with, each with a proof of it, so that one that is missing or another is told before anything is
 * read or cut off. A key is named here before it seals. A line that a bad disk damaged names nothing. For one thread at a time.
 */
final class UsedKeys {
    /** Its name in the folder. */
    static final String NAME = "keys";

    private static final Logger LOG = LoggerFactory.getLogger(UsedKeys.class);
    private static final Pattern LINE = Pattern.compile("([0-9]{1,3}) ([0-9a-f]{64}) ([0-9a-f]{16})");

    private final Path folder;
    private final Syncs syncs;
    private SortedMap<Integer, String> proofs = new TreeMap<>();

    UsedKeys(Path folder, Syncs syncs) throws IOException {
        this.folder = folder;
        this.syncs = syncs;
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            proofs = parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    /** Of a copy, whose files are in pieces. */
    static SortedMap<Integer, String> in(List<Path> pieces) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path piece : pieces) {
            text.append(Files.readString(piece, StandardCharsets.ISO_8859_1));
        }
        return parse(text.toString());
    }

    /** Number and proof of each. */
    private static SortedMap<Integer, String> parse(String text) {
        SortedMap<Integer, String> proofs = new TreeMap<>();
        for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && matcher.group(3).equals(check(matcher.group(1), matcher.group(2)))) {
                proofs.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
            } else {
                LOG.error("a line of {} is damaged; which key it named is not known", NAME);
            }
        }
        return proofs;
    }

    private static String check(String number, String proof) {
        byte[] line = (number + " " + proof).getBytes(StandardCharsets.US_ASCII);
        return Sha256.of(Sha256.digest().digest(line)).hex().substring(0, 16);
    }

    /** @throws StoreException when {@code keys} are not all that content may be sealed with */
    void check(ContentKeys keys) {
        check(proofs, keys);
    }

    /** The same of proofs read elsewhere. */
    static void check(SortedMap<Integer, String> proofs, ContentKeys keys) {
        Set<Integer> missing = new TreeSet<>(proofs.keySet());
        missing.removeAll(keys.numbers());
        if (!missing.isEmpty()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "message content is sealed with the key " + list(missing) + ", which is not in " + keys.origin()
                            + "; put back the key file that has it and have [store] content-keys name it");
        }
        List<Integer> others = proofs.entrySet().stream()
                .filter(entry ->
                        !keys.find(entry.getKey()).orElseThrow().proof().equals(entry.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (!others.isEmpty()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "the key " + list(others) + " in " + keys.origin() + " is another than message content is sealed"
                            + " with; put back the key file that was used");
        }
    }

    private static String list(Iterable<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        numbers.forEach(number -> text.append(text.length() == 0 ? "" : ", ").append(number));
        return text.toString();
    }

    /** Names the key that seals among them; it is on disk when this returns. */
    void add(ContentKeys keys) throws IOException {
        SortedMap<Integer, String> more = new TreeMap<>(proofs);
        keys.sealing().ifPresent(key -> more.put(key.number(), key.proof()));
        if (!more.equals(proofs)) {
            write(more);
        }
    }

    /** Nothing is sealed with another key any more, nor in clear. */
    void only(ContentKeys keys) throws IOException {
        SortedMap<Integer, String> one = new TreeMap<>();
        keys.sealing().ifPresent(key -> one.put(key.number(), key.proof()));
        if (!one.equals(proofs)) {
            write(one);
        }
    }

    private void write(SortedMap<Integer, String> next) throws IOException {
        StringBuilder text =
                new StringBuilder("# Keys that content here may be sealed with; none of them, only proofs.\n");
        next.forEach((number, proof) -> text.append(number)
                .append(' ')
                .append(proof)
                .append(' ')
                .append(check(number.toString(), proof))
                .append('\n'));
        Path fresh = folder.resolve(NAME + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer octets = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            syncs.file(channel);
        }
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncs.folder(folder);
        proofs = next;
    }
}
