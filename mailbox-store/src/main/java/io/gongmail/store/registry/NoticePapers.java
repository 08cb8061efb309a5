package io.gongmail.store.registry;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Transaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Octets that are kept with a notice by name, compressed, in rows of their parts. */
final class NoticePapers {
    /** Of what a column of octets holds. */
    private static final int PART = 32_000;

    private NoticePapers() {}

    static void insert(Transaction transaction, NoticeNumber notice, String name, byte[] octets) throws SQLException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(written)) {
            out.write(octets);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
        byte[] packed = written.toByteArray();
        try (PreparedStatement insert = transaction
                .connection()
                .prepareStatement(
                        "INSERT INTO official_notice_paper (notice, name, part, packed) VALUES (?, ?, ?, ?)")) {
            for (int part = 0; part * PART < packed.length; part++) {
                insert.setString(1, notice.toString());
                insert.setString(2, name);
                insert.setInt(3, part);
                insert.setBytes(4, Arrays.copyOfRange(packed, part * PART, Math.min(packed.length, (part + 1) * PART)));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** None where there is no such paper. */
    static byte[] find(Transaction transaction, NoticeNumber notice, String name) throws SQLException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (PreparedStatement select = transaction
                .connection()
                .prepareStatement(
                        "SELECT packed FROM official_notice_paper WHERE notice = ? AND name = ? ORDER BY part")) {
            select.setString(1, notice.toString());
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    packed.writeBytes(row.getBytes(1));
                }
            }
        }
        if (packed.size() == 0) {
            return new byte[0];
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "the paper " + name + " of notice " + notice + " cannot be unpacked",
                    e);
        }
    }

    static void delete(Transaction transaction, NoticeNumber notice, String name) throws SQLException {
        try (PreparedStatement delete = transaction
                .connection()
                .prepareStatement("DELETE FROM official_notice_paper WHERE notice = ? AND name = ?")) {
            delete.setString(1, notice.toString());
            delete.setString(2, name);
            delete.executeUpdate();
        }
    }
}
