package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** WITHIN (RFC 5032): OLDER and YOUNGER. */
class WithinTest {
    private static final String MESSAGE = "Subject: x\r\n\r\ntext\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static void append(ImapTalk imap, Duration ago) {
        String date = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss '+0000'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(Clock.systemUTC().instant().minus(ago));
        imap.hears("ap APPEND INBOX \"" + date + "\" {" + MESSAGE.length() + "+}\r\n" + MESSAGE)
                .says("ap OK");
    }

    private static String search(ImapTalk imap, String keys) {
        imap.does("a1 SEARCH " + keys);
        return imap.told("* SEARCH").get(0);
    }

    /** §3 */
    @Test
    void theIntervalReachesBackFromNow() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            append(imap, Duration.ofDays(2));
            append(imap, Duration.ofHours(2));
            append(imap, Duration.ofMinutes(2));
            imap.does("s1 SELECT INBOX");
            assertThat(search(imap, "YOUNGER 3600")).isEqualTo("* SEARCH 3");
            assertThat(search(imap, "OLDER 3600")).isEqualTo("* SEARCH 1 2");
            assertThat(search(imap, "YOUNGER 86400 OLDER 3600")).isEqualTo("* SEARCH 2");
            assertThat(search(imap, "NOT OLDER 86400")).isEqualTo("* SEARCH 2 3");
            assertThat(search(imap, "OLDER 4294967295")).isEqualTo("* SEARCH");
            assertThat(search(imap, "YOUNGER 1")).isEqualTo("* SEARCH");
        }
    }

    /** §4: nz-number. */
    @Test
    void anIntervalIsPositive() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("s1 SELECT INBOX");
            for (String keys :
                    new String[] {"OLDER 0", "YOUNGER 0", "OLDER -5", "YOUNGER x", "OLDER", "YOUNGER 4294967296"}) {
                imap.hears("a1 SEARCH " + keys).says("a1 BAD");
            }
        }
    }
}
