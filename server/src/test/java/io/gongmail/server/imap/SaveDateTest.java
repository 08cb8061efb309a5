package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** SAVEDATE (RFC 8514): when a message came into its mailbox, whatever its internal date. */
class SaveDateTest {
    private static final String MESSAGE = "Subject: x\r\n\r\ntext\r\n";
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.US);

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        imap.hears("ap APPEND INBOX \"01-Jan-2020 10:00:00 +0900\" {" + MESSAGE.length() + "+}\r\n" + MESSAGE)
                .says("ap OK");
        return imap.does("s1 SELECT INBOX");
    }

    private static Instant savedAt(ImapTalk imap) {
        imap.does("f1 FETCH 1 SAVEDATE");
        String line = imap.told("* 1 FETCH").get(0);
        assertThat(line).matches("\\* 1 FETCH \\(SAVEDATE \"[^\"]+\"\\)");
        return ZonedDateTime.parse(line.replaceAll(".*\"(.*)\".*", "$1"), DATE_TIME)
                .toInstant();
    }

    /** §4.2 */
    @Test
    void itIsWhenTheMessageWasSaved() {
        try (ImapTalk imap = filled()) {
            Instant now = Clock.systemUTC().instant();
            assertThat(savedAt(imap)).isBetween(now.minus(Duration.ofMinutes(5)), now.plusSeconds(1));
            imap.does("a1 FETCH 1 (INTERNALDATE SAVEDATE)");
            assertThat(imap.told("* 1 FETCH").get(0))
                    .startsWith("* 1 FETCH (INTERNALDATE \"01-Jan-2020 01:00:00 +0000\" SAVEDATE \"");
        }
    }

    /** §4.1: "COPY or MOVE … the date and time of the copy". */
    @Test
    void aCopyHasItsOwn() {
        try (ImapTalk imap = filled()) {
            Instant original = savedAt(imap);
            org.awaitility.Awaitility.await()
                    .until(() -> Clock.systemUTC().instant().isAfter(original.plusSeconds(2)));
            imap.does("a1 COPY 1 Sent").does("a2 SELECT Sent");
            assertThat(savedAt(imap)).isAfter(original);
        }
    }

    /** §4.3 */
    @Test
    void searchesAskForIt() {
        try (ImapTalk imap = filled()) {
            LocalDate day = LocalDate.ofInstant(savedAt(imap), ZoneOffset.UTC);
            assertThat(search(imap, "SAVEDON " + date(day))).isEqualTo("* SEARCH 1");
            assertThat(search(imap, "SAVEDSINCE " + date(day))).isEqualTo("* SEARCH 1");
            assertThat(search(imap, "SAVEDSINCE " + date(day.plusDays(1)))).isEqualTo("* SEARCH");
            assertThat(search(imap, "SAVEDBEFORE " + date(day))).isEqualTo("* SEARCH");
            assertThat(search(imap, "SAVEDBEFORE \"" + date(day.plusDays(1)) + '"'))
                    .isEqualTo("* SEARCH 1");
            assertThat(search(imap, "SAVEDON 1-Jan-2020")).isEqualTo("* SEARCH");
            assertThat(search(imap, "SAVEDATESUPPORTED")).isEqualTo("* SEARCH 1");
            assertThat(search(imap, "NOT SAVEDATESUPPORTED")).isEqualTo("* SEARCH");
            imap.hears("a2 SEARCH SAVEDON").says("a2 BAD");
            imap.hears("a3 SEARCH SAVEDON 2020-01-01").says("a3 BAD");
            imap.hears("a4 SEARCH SAVED").says("a4 BAD");
        }
    }

    private static String search(ImapTalk imap, String keys) {
        imap.does("a1 SEARCH " + keys);
        return imap.told("* SEARCH").get(0);
    }

    private static String date(LocalDate day) {
        return DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.US).format(day);
    }
}
