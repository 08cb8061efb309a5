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
 * <p>And what would be read as part of the log and is none: octets of a write that never became whole, behind a place where it has
 * nothing yet. Derby goes on before them (it makes room only where it finds half a record), and when its log has grown to where they
 * stand, they are records of a transaction that nobody began: it would be undone, and with it what others have done since.
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
            clearBehindEnd(checkpoint(control.get()));
            keep(control.get());
            return;
        }
        Optional<byte[]> kept = control(KEPT).filter(before -> isThere(checkpoint(before)));
        if (kept.isPresent()) {
            LOG.warn("the last recovery of the database was stopped: it begins again where it began");
            write(MIRROR, kept.get());
            write(CONTROL, kept.get());
            clearBehindEnd(checkpoint(kept.get()));
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
        OptionalLong newest = newest();
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

    private OptionalLong newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max();
        }
    }

    /** Makes zeros of what stands in the newest file behind the place where the log ends, when it ends with a whole record. */
    private void clearBehindEnd(long checkpoint) throws IOException {
        OptionalLong newest = newest();
        if (newest.isEmpty()) {
            return;
        }
        Path file = folder.resolve("log" + newest.getAsLong() + ".dat");
        byte[] octets = Files.readAllBytes(file); // of the size at which Derby begins the next
        ByteBuffer log = ByteBuffer.wrap(octets);
        int end = end(log, newest.getAsLong(), file(checkpoint) == newest.getAsLong() ? (int) checkpoint : HEADER);
        int stale = end < 0 ? octets.length : end;
        while (stale < octets.length && octets[stale] == 0) {
            stale++;
        }
        if (stale == octets.length) {
            return;
        }
        LOG.warn(
                "{} holds what never became a part of the log, from octet {} on, and it goes",
                file.getFileName(),
                stale);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(octets.length - stale);
            while (zeros.hasRemaining()) {
                channel.write(zeros, stale + zeros.position());
            }
            channel.force(true);
        }
    }

    /** Where the next record would begin; negative where there is half a one, which Derby itself makes zeros of. */
    private static int end(ByteBuffer log, long number, int from) {
        int at = from;
        while (at <= log.capacity() - Integer.BYTES) {
            int length = log.getInt(at);
            if (length == 0) {
                return at;
            }
            long behind = (long) at + RECORD_HEAD + length;
            boolean whole = length > 0
                    && behind + RECORD_TAIL <= log.capacity()
                    && log.getLong(at + Integer.BYTES) == (number << Integer.SIZE | at)
                    && log.getInt((int) behind) == length;
            if (!whole) {
                return -1;
            }
            at = (int) behind + RECORD_TAIL;
        }
        return log.capacity();
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
