package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BINDING;
import static io.gongmail.store.registry.Names.CERTIFICATE_SHA256;
import static io.gongmail.store.registry.Names.ISSUER_SHA256;
import static io.gongmail.store.registry.Names.SERIAL;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Transaction;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Between rows of bindings and their values; read by prepared statements, as every sign-in needs them. */
final class BindingRows {
    private static final String SELECT = "SELECT b.id, b.account, b.issuer, b.serial, b.spki_sha256,"
            + " b.certificate_sha256, b.subject, b.not_after, b.overlap_until, b.state, b.since, b.reason,"
            + " b.used FROM binding b";
    static final String OF_CERTIFICATE = SELECT + " WHERE b.certificate_sha256 = ?";
    static final String ACTIVE_OF_CERTIFICATE = SELECT
            + " JOIN account a ON a.address = b.account"
            + " WHERE b.certificate_sha256 = ? AND b.state = 'ACTIVE' AND a.state = 'ACTIVE'";
    static final String OF_ID = SELECT + " WHERE b.id = ?";
    static final String OF_ACCOUNT = SELECT + " WHERE b.account = ? ORDER BY b.bound, b.id";

    /** Active and suspended ones that were never superseded, also where the certificate has ended. */
    static final String STANDING_OF_ACCOUNT = SELECT
            + " WHERE b.account = ? AND b.state IN ('ACTIVE', 'SUSPENDED') AND b.overlap_until IS NULL"
            + " ORDER BY b.bound, b.id";

    private BindingRows() {}

    static List<Binding> select(Transaction transaction, String sql, String key) throws SQLException {
        try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
            select.setString(1, key);
            List<Binding> bindings = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    bindings.add(binding(row));
                }
            }
            return bindings;
        }
    }

    /** Whether the certificate, or one of the same issuer and number, is or ever was bound. */
    static boolean isBound(DSLContext sql, CertificateKey key) {
        return sql.fetchExists(
                BINDING,
                CERTIFICATE_SHA256
                        .eq(key.certificateSha256())
                        .or(ISSUER_SHA256
                                .eq(Sha256.hex(key.issuer()))
                                .and(SERIAL.eq(key.serial().toString(16)))));
    }

    static PreparedStatement insert(Transaction transaction) throws SQLException {
        return transaction
                .connection()
                .prepareStatement("INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256,"
                        + " certificate_sha256, subject, not_after, bound, state, since, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    static void insert(PreparedStatement insert, Binding binding) throws SQLException {
        insert.setString(1, binding.id().toString());
        insert.setString(2, binding.account().toString());
        insert.setString(3, binding.key().issuer());
        insert.setString(4, Sha256.hex(binding.key().issuer()));
        insert.setString(5, binding.key().serial().toString(16));
        insert.setString(6, binding.key().spkiSha256());
        insert.setString(7, binding.key().certificateSha256());
        insert.setString(8, binding.subject());
        insert.setLong(9, binding.notAfter().toEpochMilli());
        insert.setLong(10, binding.since().toEpochMilli());
        insert.setString(11, binding.state().name());
        insert.setLong(12, binding.since().toEpochMilli());
        insert.setString(13, binding.reason());
        insert.addBatch();
    }

    private static Binding binding(ResultSet row) throws SQLException {
        long notAfter = row.getLong(8);
        long overlap = row.getLong(9);
        long until = row.wasNull() ? notAfter : Math.min(overlap, notAfter);
        return new Binding(
                UUID.fromString(row.getString(1)),
                Address.of(row.getString(2)),
                new CertificateKey(
                        row.getString(3), new BigInteger(row.getString(4), 16), row.getString(5), row.getString(6)),
                row.getString(7),
                Instant.ofEpochMilli(notAfter),
                Instant.ofEpochMilli(until),
                BindingState.valueOf(row.getString(10)),
                Instant.ofEpochMilli(row.getLong(11)),
                row.getString(12),
                used(row));
    }

    private static Optional<Instant> used(ResultSet row) throws SQLException {
        long used = row.getLong(13);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used));
    }
}
