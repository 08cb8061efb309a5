package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** STATUS (RFC 9051 §6.3.11). */
class StatusTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void itCountsWithoutSelecting() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", MESSAGE).appends("Sent", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STATUS Sent (MESSAGES UNSEEN UIDNEXT)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 2 UIDNEXT 3 UNSEEN 2)");
        }
    }

    @Test
    void uidValidityIsThatOfSelect() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 STATUS INBOX (UIDVALIDITY)");
            String validity = imap.told().get(0).replaceAll("\\D", "");
            imap.does("a2 SELECT INBOX");
            assertThat(imap.told("* OK [UIDVALIDITY " + validity + "]")).hasSize(1);
        }
    }

    @Test
    void theHighestModSeqIsPositiveEvenWhenEmpty() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 STATUS Drafts (HIGHESTMODSEQ)");
            assertThat(imap.told("* STATUS")).singleElement().asString().matches(".*HIGHESTMODSEQ [1-9]\\d*\\)");
        }
    }

    @Test
    void aMailboxThatIsNotThereIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 STATUS nowhere (MESSAGES)").says("a1 NO");
        }
    }

    @Test
    void aMailboxThatIsNotThereIsNoFaultToLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 STATUS nowhere (MESSAGES)").says("a1 NO");
            imap.hears("a2 STATUS INBOX (MESSAGES)").says("* STATUS").says("a2 OK");
        } finally {
            root.detachAppender(logged);
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLoggerName().contains("StatusProcessor"))
                .isEmpty();
    }
}
