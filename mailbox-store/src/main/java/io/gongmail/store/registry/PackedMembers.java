package io.gongmail.store.registry;

import io.gongmail.store.Slices;
import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Whom a notice is for, as it is kept: addresses in their order, ended by LF, compressed (RFC 1950), in parts. Written and read in one pass
 * and in slices, outside of transactions, with buffers of some kilobytes: of 100,000 people it is some megabytes of text. Immutable.
 */
final class PackedMembers {
    /** Of what a column of octets holds. */
    private static final int PART = 32_000;

    private static final int IN_A_STEP = 200;
    private static final int BUFFER = 8_192;

    private final String sha256;
    private final List<byte[]> parts;

    private PackedMembers(String sha256, List<byte[]> parts) {
        this.sha256 = sha256;
        this.parts = parts;
    }

    static PackedMembers of(List<Address> members) {
        Slices slices = Slices.begin();
        MessageDigest digest = Sha256.digest();
        Parts parts = new Parts();
        // Small enough at any level, and twice as fast at this one.
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(parts, deflater, BUFFER)) {
            for (int first = 0; first < members.size(); first += IN_A_STEP) {
                if (first > 0) {
                    slices.step();
                }
                byte[] lines = NoticeRows.lines(members.subList(first, Math.min(members.size(), first + IN_A_STEP)));
                digest.update(lines);
                packed.write(lines);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        } finally {
            deflater.end();
        }
        return new PackedMembers(Sha256.hex(digest), parts.done());
    }

    /** Cuts what is written into parts. */
    private static final class Parts extends OutputStream {
        private final List<byte[]> parts = new ArrayList<>();
        private final byte[] part = new byte[PART];
        private int filled;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            int end = from + length;
            for (int at = from; at < end; ) {
                int some = Math.min(end - at, PART - filled);
                System.arraycopy(octets, at, part, filled, some);
                filled += some;
                at += some;
                if (filled == PART) {
                    cut();
                }
            }
        }

        private void cut() {
            parts.add(Arrays.copyOf(part, filled));
            filled = 0;
        }

        List<byte[]> done() {
            if (filled > 0) {
                cut();
            }
            return parts;
        }
    }

    /** Of the text, in lower-case hexadecimal. */
    String sha256() {
        return sha256;
    }

    void insert(Transaction transaction, NoticeNumber number) throws SQLException {
        try (PreparedStatement insert = transaction
                .connection()
                .prepareStatement("INSERT INTO official_notice_members (notice, part, packed) VALUES (?, ?, ?)")) {
            for (int part = 0; part < parts.size(); part++) {
                insert.setString(1, number.toString());
                insert.setInt(2, part);
                insert.setBytes(3, parts.get(part));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Whom a notice is for; nobody where there is no such notice.
     *
     * @throws StoreException of kind BROKEN where it is not as it was kept
     */
    static List<Address> read(Database database, NoticeNumber number) {
        List<InputStream> parts = database.transact(transaction -> parts(transaction, number));
        if (parts.isEmpty()) {
            return List.of();
        }
        Slices slices = Slices.begin();
        AddressReader addresses = new AddressReader();
        List<Address> members = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new InflaterInputStream(new SequenceInputStream(Collections.enumeration(parts))),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                members.add(addresses.read(line));
                if (members.size() % IN_A_STEP == 0) {
                    slices.step();
                }
            }
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "the members of notice " + number + " cannot be unpacked", e);
        }
        return Collections.unmodifiableList(members);
    }

    private static List<InputStream> parts(Transaction transaction, NoticeNumber number) throws SQLException {
        List<InputStream> parts = new ArrayList<>();
        try (PreparedStatement select = transaction
                .connection()
                .prepareStatement("SELECT packed FROM official_notice_members WHERE notice = ? ORDER BY part")) {
            select.setString(1, number.toString());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parts.add(new ByteArrayInputStream(row.getBytes(1)));
                }
            }
        }
        return parts;
    }
}
