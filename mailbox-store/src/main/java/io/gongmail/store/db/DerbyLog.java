package io.gongmail.store.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log of an embedded database, put right before Derby 10.16 opens it where a stop left what Derby would refuse for
 * ever:
 *
 * <ul>
 *   <li>A file of the log that has its name and not yet its header.
 *   <li>A control file that names a checkpoint whose record is not in the log: at the end of a recovery Derby writes that file
 *       before the record (its {@code LogToFile.checkpointInRFR}). The control file from before the recovery is kept, and put back.
 * </ul>
 *
 * For who alone has the database, before it is opened.
 */
final class DerbyLog {
    static final String CONTROL = "log.ctrl";
    static final String MIRROR = "logmirror.ctrl";
    static final String KEPT = "log.ctrl.kept";

    private static final Logger LOG = LoggerFactory.getLogger(DerbyLog.class);
    private static final Pattern NAME = Pattern.compile("log(\\d+)\\.dat");

    /** Format, version, number, end of the file before. */
    private static final int HEADER = 24;

    private static final int CONTROL_OCTETS = 48;
    private static final int CHECKPOINT_AT = 8;
    private static final int CHECKSUM_AT = 40;

    /** Length, place, the record itself, length. */
    private static final int RECORD_HEAD = 12;

    private static final int RECORD_TAIL = 4;

    private final Path folder;

    private DerbyLog(Path folder) {
        this.folder = folder;
    }

    /** Puts right what is in {@code database}; where there is none, nothing happens. */
    static void putRight(Path database) throws IOException {
        Path folder = database.resolve("log");
        if (Files.isDirectory(folder)) {
            new DerbyLog(folder).putRight();
        }
    }

    private void putRight() throws IOException {
        Optional<byte[]> control = control(CONTROL).or(() -> control(MIRROR));
        if (control.isEmpty()) {
            return; // Derby tells what is wrong.
        }
        dropUnbegun(file(checkpoint(control.get())));
        if (isThere(checkpoint(control.get()))) {
            keep(control.get());
            return;
        }
        Optional<byte[]> kept = control(KEPT).filter(before -> isThere(checkpoint(before)));
        if (kept.isPresent()) {
            LOG.warn("the last recovery of the database was stopped: it begins again where it began");
            write(MIRROR, kept.get());
            write(CONTROL, kept.get());
        }
    }

    private void keep(byte[] control) {
        if (control(KEPT).filter(kept -> Arrays.equals(kept, control)).isPresent()) {
            return;
        }
        try {
            write(KEPT, control);
        } catch (IOException e) {
            // On a full disk, say: better a server that starts than one that is sure to start again.
            LOG.warn("{} is not kept, a stop in the next seconds would be hard to mend: {}", CONTROL, e.getMessage());
        }
    }

    /** Files of the log that nothing was ever written to: the newest, where one was being made. */
    private void dropUnbegun(long checkpoint) throws IOException {
        OptionalLong newest;
        try (Stream<Path> files = Files.list(folder)) {
            newest = files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max();
        }
        if (newest.isEmpty() || newest.getAsLong() <= checkpoint) {
            return;
        }
        Path file = folder.resolve("log" + newest.getAsLong() + ".dat");
        byte[] head = read(file, 0, HEADER);
        // Without its number it has no header, and the header is synced before anything is written behind it.
        if (head.length < HEADER || Arrays.equals(head, new byte[HEADER])) {
            LOG.warn("{} was being made when the machine stopped, and goes", file.getFileName());
            Files.delete(file);
            syncFolder();
        }
    }

    /** What a control file holds; empty where it is not there, or not whole. */
    private Optional<byte[]> control(String name) {
        try {
            Path file = folder.resolve(name);
            byte[] octets = Files.exists(file) ? read(file, 0, CONTROL_OCTETS) : new byte[0];
            if (octets.length < CONTROL_OCTETS) {
                return Optional.empty();
            }
            CRC32 checksum = new CRC32();
            checksum.update(octets, 0, CHECKSUM_AT);
            return ByteBuffer.wrap(octets).getLong(CHECKSUM_AT) == checksum.getValue()
                    ? Optional.of(octets)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The place of the checkpoint's record: the file's number, and the octet in it. */
    private static long checkpoint(byte[] control) {
        return ByteBuffer.wrap(control).getLong(CHECKPOINT_AT);
    }

    private static long file(long place) {
        return place >>> Integer.SIZE;
    }

    private boolean isThere(long place) {
        if (place == 0) {
            return true; // There was no checkpoint yet.
        }
        long at = place & 0xffffffffL;
        try {
            Path file = folder.resolve("log" + file(place) + ".dat");
            if (!Files.exists(file)) {
                return false;
            }
            ByteBuffer head = ByteBuffer.wrap(read(file, at, RECORD_HEAD));
            if (head.remaining() < RECORD_HEAD || head.getInt(0) <= 0 || head.getLong(Integer.BYTES) != place) {
                return false;
            }
            ByteBuffer tail = ByteBuffer.wrap(read(file, at + RECORD_HEAD + head.getInt(0), RECORD_TAIL));
            return tail.remaining() == RECORD_TAIL && tail.getInt(0) == head.getInt(0);
        } catch (IOException e) {
            return false;
        }
    }

    /** Fewer where the file ends. */
    private static byte[] read(Path file, long at, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer octets = ByteBuffer.allocate(count);
            int read = 0;
            while (octets.hasRemaining() && read >= 0) {
                read = channel.read(octets, at + octets.position());
            }
            return Arrays.copyOf(octets.array(), octets.position());
        }
    }

    private void write(String name, byte[] octets) throws IOException {
        Path made = folder.resolve(name + ".tmp");
        try (FileChannel channel = FileChannel.open(
                made, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer from = ByteBuffer.wrap(octets);
            while (from.hasRemaining()) {
                channel.write(from);
            }
            channel.force(true);
        }
        Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
