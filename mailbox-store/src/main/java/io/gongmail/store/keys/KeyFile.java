package io.gongmail.store.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of keys of 32 octets by number: one seals, all open.
 *
 * <pre>
 * # a comment
 * seals-by = 2
 * 1 = 64 hexadecimal digits
 * 2 = 64 hexadecimal digits
 * </pre>
 *
 * Its faults are told by an {@link IOException} whose message says which file, what is wrong and what to do, and quotes nothing.
 */
public final class KeyFile {
    /** Octets of a key. */
    public static final int OCTETS = 32;

    /** A file holds no more keys. */
    public static final int MOST = 100;

    private static final int LARGEST_FILE = 16 * 1024;
    private static final Pattern LINE = Pattern.compile("([0-9]{1,6}|seals-by)\\s*=\\s*([0-9a-f]{64}|[0-9]{1,6})");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private final Purpose purpose;

    /**
     * What the keys are for, for messages.
     *
     * @param data as in "keys of personal data"
     * @param setting that names the file
     * @param making the command that makes one
     */
    public record Purpose(String data, String setting, String making) {}

    /**
     * What a file holds.
     *
     * @param keys by number; the octets are the receiver's own
     * @param sealsBy the number of the one that seals
     */
    public record Held(SortedMap<Integer, byte[]> keys, int sealsBy) {
        @Override
        public String toString() {
            return "keys " + keys.keySet();
        }
    }

    public KeyFile(Path file, Purpose purpose) {
        this.file = file;
        this.purpose = purpose;
    }

    /** Makes the file, for the server's user alone; one that is there stays as it is, and is a fault. */
    public void make(Held held) throws IOException {
        try {
            write(file, text(held));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + ": is there already and stays as it is; what was sealed with it needs it", e);
        }
        syncFolder();
    }

    /** Writes these in place of what the file held: at each moment it holds the keys before or these, whole. */
    public void replace(Held held) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        write(fresh, text(held));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
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

    /** A name outlives a loss of power only when its folder was synced. */
    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private String text(Held held) {
        StringBuilder text = new StringBuilder();
        text.append("# Keys that ")
                .append(purpose.data())
                .append(" is sealed with. Keep a copy apart from the backups:");
        text.append(" without it the data\n# is lost, and with it a backup can be read.\n");
        text.append("seals-by = ").append(held.sealsBy()).append('\n');
        for (Map.Entry<Integer, byte[]> key : held.keys().entrySet()) {
            text.append(key.getKey()).append(" = ");
            text.append(HexFormat.of().formatHex(key.getValue())).append('\n');
        }
        return text.toString();
    }

    /** What it holds; with a fault where it is not there, not the server's user's alone, or no such file. */
    public Held read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": the key file of " + purpose.data() + " is not there; put back the one that"
                    + " was used ([store] " + purpose.setting() + " names it), or, where there never was one, make it"
                    + " with '" + purpose.making() + "'");
        }
        Set<PosixFilePermission> given = EnumSet.noneOf(PosixFilePermission.class);
        given.addAll(Files.getPosixFilePermissions(file));
        given.retainAll(OTHERS);
        if (!given.isEmpty()) {
            throw new IOException(file + ": others than the server's user may open the key file of " + purpose.data()
                    + "; give it the mode 0600 (chmod 600)");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw broken("it is larger than " + LARGEST_FILE + " octets");
        }
        return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private Held parse(String text) throws IOException {
        SortedMap<Integer, byte[]> keys = new TreeMap<>();
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
            if (!holds || names == (matcher.group(2).length() == 2 * OCTETS)) {
                throw broken("line " + number + " is neither 'seals-by = NUMBER' nor 'NUMBER = 64 hexadecimal digits'");
            }
            if (names) {
                sealsBy = Integer.parseInt(matcher.group(2));
            } else {
                byte[] octets = HexFormat.of().parseHex(matcher.group(2));
                if (keys.put(Integer.parseInt(matcher.group(1)), octets) != null) {
                    throw broken("line " + number + " gives the key " + matcher.group(1) + " a second time");
                }
            }
        }
        if (!keys.containsKey(sealsBy)) {
            throw broken("'seals-by' names no key of it");
        }
        if (keys.size() > MOST) {
            throw broken("it holds more than " + MOST + " keys");
        }
        return new Held(keys, sealsBy);
    }

    /** A fault of what it says. */
    public IOException broken(String why) {
        return new IOException(
                file + ": not a key file of " + purpose.data() + ": " + why + "; put back the copy that was kept");
    }
}
