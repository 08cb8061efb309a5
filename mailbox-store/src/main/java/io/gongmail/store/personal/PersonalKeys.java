package io.gongmail.store.personal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that personal data is sealed with, by number: one seals, all open. Immutable; never shown.
 *
 * <p>Faults of a key file are told by an {@link IOException} whose message says which file, what is wrong and what to do.
 */
public final class PersonalKeys {
    private static final int LARGEST_FILE = 16 * 1024;
    private static final int MOST = 100;
    private static final Pattern LINE = Pattern.compile("([0-9]{1,6}|seals-by)\\s*=\\s*([0-9a-f]{64}|[0-9]{1,6})");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final SortedMap<Integer, PersonalKey> keys;
    private final int sealsBy;
    private final String origin;

    private PersonalKeys(SortedMap<Integer, PersonalKey> keys, int sealsBy, String origin) {
        this.keys = keys;
        this.sealsBy = sealsBy;
        this.origin = origin;
    }

    /** One fresh key, in memory alone: what is sealed with it is lost with the process, unless it is written. */
    public static PersonalKeys fresh(SecureRandom random) {
        SortedMap<Integer, PersonalKey> keys = new TreeMap<>();
        keys.put(1, PersonalKey.fresh(random));
        return new PersonalKeys(keys, 1, "keys of personal data in memory");
    }

    /** These, and one more that seals from now on. */
    public PersonalKeys withAnother(SecureRandom random) {
        if (keys.size() >= MOST) {
            throw new IllegalStateException(
                    "at most " + MOST + " keys of personal data; drop those that nothing is" + " sealed with");
        }
        SortedMap<Integer, PersonalKey> more = new TreeMap<>(keys);
        int next = keys.lastKey() + 1;
        more.put(next, PersonalKey.fresh(random));
        return new PersonalKeys(more, next, origin);
    }

    /** These without those of {@code numbers}; the one that seals stays. */
    public PersonalKeys without(Set<Integer> numbers) {
        SortedMap<Integer, PersonalKey> fewer = new TreeMap<>(keys);
        numbers.stream().filter(number -> number != sealsBy).forEach(fewer::remove);
        return new PersonalKeys(fewer, sealsBy, origin);
    }

    /** Where they are from, for messages. */
    public String origin() {
        return origin;
    }

    /** The number of the one that seals. */
    public int sealsBy() {
        return sealsBy;
    }

    /** The numbers of all. */
    public Set<Integer> numbers() {
        return Set.copyOf(keys.keySet());
    }

    /** Shows whether a key is the same as at another time, and nothing else of it: 64 hexadecimal digits. */
    public Optional<String> proof(int number) {
        return key(number).map(PersonalKey::proof);
    }

    Optional<PersonalKey> key(int number) {
        return Optional.ofNullable(keys.get(number));
    }

    PersonalKey sealing() {
        return key(sealsBy).orElseThrow();
    }

    /** Makes a file with one fresh key, for the server's user alone. */
    public static PersonalKeys make(Path file, SecureRandom random) throws IOException {
        PersonalKeys made = fresh(random);
        try {
            write(file, made.text());
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + ": is there already and stays as it is; what was sealed with it needs it", e);
        }
        return new PersonalKeys(made.keys, made.sealsBy, file.toString());
    }

    /** Writes these in place of what the file held: at each moment it holds the keys before or these, whole. */
    public void replace(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        write(fresh, text());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String text) throws IOException {
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(own))) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "# Keys that personal data is sealed with. Keep a copy apart from the backups: without it the data\n");
        text.append("# is lost, and with it a backup can be read.\n");
        text.append("seals-by = ").append(sealsBy).append('\n');
        keys.forEach((number, key) ->
                text.append(number).append(" = ").append(key.hex()).append('\n'));
        return text.toString();
    }

    /** Reads a key file. */
    public static PersonalKeys read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": the key file of personal data is not there; put back the one that was used"
                    + " ([store] personal-data-keys names it), or, where there never was one, make it with"
                    + " 'gongmail personal-data make-key'");
        }
        Set<PosixFilePermission> given = EnumSet.noneOf(PosixFilePermission.class);
        given.addAll(Files.getPosixFilePermissions(file));
        given.retainAll(OTHERS);
        if (!given.isEmpty()) {
            throw new IOException(
                    file + ": others than the server's user may open the key file of personal data; give it"
                            + " the mode 0600 (chmod 600)");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw broken(file, "it is larger than " + LARGEST_FILE + " octets");
        }
        return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static PersonalKeys parse(Path file, String text) throws IOException {
        SortedMap<Integer, PersonalKey> keys = new TreeMap<>();
        int sealsBy = 0;
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            boolean holds = matcher.matches();
            boolean names = holds && matcher.group(1).equals("seals-by");
            if (!holds || names == (matcher.group(2).length() == 64)) {
                throw broken(
                        file,
                        "line " + number + " is neither 'seals-by = NUMBER' nor 'NUMBER = 64 hexadecimal digits'");
            }
            if (names) {
                sealsBy = Integer.parseInt(matcher.group(2));
            } else {
                byte[] octets = HexFormat.of().parseHex(matcher.group(2));
                if (keys.put(Integer.parseInt(matcher.group(1)), new PersonalKey(octets)) != null) {
                    throw broken(file, "line " + number + " gives the key " + matcher.group(1) + " a second time");
                }
            }
        }
        if (!keys.containsKey(sealsBy)) {
            throw broken(file, "'seals-by' names no key of it");
        }
        if (keys.size() > MOST) {
            throw broken(file, "it holds more than " + MOST + " keys");
        }
        return new PersonalKeys(keys, sealsBy, file.toString());
    }

    private static IOException broken(Path file, String why) {
        return new IOException(
                file + ": not a key file of personal data: " + why + "; put back the copy that was kept");
    }

    @Override
    public String toString() {
        return "PersonalKeys" + keys.keySet();
    }
}
