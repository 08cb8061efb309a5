package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a notice is for is kept as it always was: lines, compressed, in parts. */
class PackedMembersTest {
    private static final World WORLD = World.shared();
    private static final int PART = 32_000;

    private final NoticeNumber number = new NoticeNumber(UUID.randomUUID());

    private static List<Address> members(int count) {
        Random random = new Random(count);
        return IntStream.range(0, count)
                .mapToObj(i -> Address.of(Long.toHexString(random.nextLong()) + "@" + (i % 3) + ".moe.example"))
                .sorted()
                .toList();
    }

    private static byte[] lines(List<Address> members) {
        StringBuilder lines = new StringBuilder();
        members.forEach(member -> lines.append(member).append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the notice itself, to which its members belong. */
    private void keep(PackedMembers members) {
        WORLD.sql(
                "INSERT INTO official_notice (id, version, state, sender, author, agency, content_sha256, subject, audience,"
                        + " members, members_sha256, octets, folder, priority, must_read, envelope_id, submitted, due)"
                        + " VALUES ('" + number
                        + "', 1, 'REJECTED', 'a@x', 'a@x', 'MOE', '', '', '', 1, '', 1, '', 1, 0, '', 0, 0)");
        WORLD.database.transact(transaction -> {
            members.insert(transaction, number);
            return true;
        });
    }

    private byte[] kept() {
        return WORLD.database.transact(transaction -> {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            try (PreparedStatement select = transaction
                            .connection()
                            .prepareStatement("SELECT part, packed FROM official_notice_members WHERE notice = '"
                                    + number + "' ORDER BY part");
                    ResultSet row = select.executeQuery()) {
                for (int part = 0; row.next(); part++) {
                    byte[] packed = row.getBytes(2);
                    assertThat(row.getInt(1)).isEqualTo(part);
                    assertThat(packed.length).isBetween(1, PART);
                    assertThat(kept.size()).as("those before are full").isEqualTo(part * PART);
                    kept.writeBytes(packed);
                }
            }
            return kept.toByteArray();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 201, 30_000})
    void theyAreKeptAsCompressedLinesAndTheHashIsThatOfTheLines(int count) throws IOException {
        List<Address> members = members(count);
        PackedMembers packed = PackedMembers.of(members);
        assertThat(packed.sha256()).isEqualTo(Sha256.hex(lines(members)));
        keep(packed);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(kept()))) {
            assertThat(in.readAllBytes()).isEqualTo(lines(members));
        }
        assertThat(PackedMembers.read(WORLD.database, number)).isEqualTo(members);
    }

    @Test
    void whatWasKeptAtAnotherLevelIsReadToo() throws IOException {
        List<Address> members = members(10_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(lines(members));
        }
        keep(PackedMembers.of(List.of()));
        WORLD.sql("DELETE FROM official_notice_members WHERE notice = '" + number + "'");
        byte[] octets = packed.toByteArray();
        WORLD.database.transact(transaction -> {
            try (PreparedStatement insert = transaction
                    .connection()
                    .prepareStatement("INSERT INTO official_notice_members (notice, part, packed) VALUES (?, ?, ?)")) {
                for (int part = 0; part * PART < octets.length; part++) {
                    insert.setString(1, number.toString());
                    insert.setInt(2, part);
                    insert.setBytes(
                            3, Arrays.copyOfRange(octets, part * PART, Math.min(octets.length, (part + 1) * PART)));
                    insert.executeUpdate();
                }
            }
            return true;
        });
        assertThat(PackedMembers.read(WORLD.database, number)).isEqualTo(members);
    }

    @Test
    void ofANoticeThatIsNotThereThereAreNone() {
        assertThat(PackedMembers.read(WORLD.database, number)).isEmpty();
    }
}
