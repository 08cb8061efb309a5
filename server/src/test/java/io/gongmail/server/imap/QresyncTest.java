package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** QRESYNC (RFC 7162 §3.2). */
class QresyncTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE = "Subject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void whoComesBackIsToldWhatVanishedAndWhatChanged() {
        try (ImapTalk away = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            fill(other, 6);
            String known = known(away);
            other.does("o1 SELECT INBOX")
                    .does("o2 STORE 2,3,6 +FLAGS.SILENT (\\Deleted)")
                    .does("o3 EXPUNGE")
                    .does("o4 STORE 1 +FLAGS.SILENT (\\Flagged)")
                    .appends("INBOX", MESSAGE);
            away.does("b1 SELECT INBOX (QRESYNC (" + known + "))");
            assertThat(away.told("* VANISHED")).containsExactly("* VANISHED (EARLIER) 2:3,6");
            assertThat(away.told("* "))
                    .filteredOn(line -> line.contains(" FETCH "))
                    .hasSize(2)
                    .anySatisfy(
                            line -> assertThat(line).startsWith("* 1 FETCH").contains("UID 1", "\\Flagged", "MODSEQ ("))
                    .anySatisfy(line -> assertThat(line).startsWith("* 4 FETCH").contains("UID 7"));
        }
    }

    @Test
    void onlyWhatTheClientKnowsIsTold() {
        try (ImapTalk away = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            fill(other, 6);
            String known = known(away);
            other.does("o1 SELECT INBOX")
                    .does("o2 STORE 2:6 +FLAGS.SILENT (\\Deleted)")
                    .does("o3 EXPUNGE");
            away.does("b1 EXAMINE INBOX (QRESYNC (" + known + " 1:3,5))");
            assertThat(away.told("* VANISHED")).containsExactly("* VANISHED (EARLIER) 2:3,5");
        }
    }

    @Test
    void anotherUidValidityIsToldNothing() {
        try (ImapTalk away = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            fill(other, 2);
            String known = known(away);
            other.does("o1 SELECT INBOX")
                    .does("o2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                    .does("o3 EXPUNGE");
            away.does("b1 SELECT INBOX (QRESYNC (" + known.replaceFirst("\\d+", "77") + "))");
            assertThat(away.told("* VANISHED")).isEmpty();
        }
    }

    @Test
    void fetchTellsWhatVanishedBesideWhatChanged() {
        try (ImapTalk away = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            fill(other, 4);
            String since = known(away).split(" ")[1];
            other.does("o1 SELECT INBOX")
                    .does("o2 STORE 1,4 +FLAGS.SILENT (\\Deleted)")
                    .does("o3 EXPUNGE");
            away.does("b1 SELECT INBOX").does("b2 UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + since + " VANISHED)");
            assertThat(away.told("* VANISHED")).containsExactly("* VANISHED (EARLIER) 1,4");
            away.hears("b3 UID FETCH 1:* (FLAGS) (VANISHED)").says("b3 BAD");
        }
    }

    @Test
    void afterEnablingWhatGoesVanishesByUid() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            fill(other, 3);
            imap.does("a1 ENABLE QRESYNC").does("a2 SELECT INBOX");
            String highest = imap.told("* OK [HIGHESTMODSEQ").get(0).replaceAll("\\D", "");
            imap.does("a3 STORE 2 +FLAGS.SILENT (\\Deleted)")
                    .hears("a4 EXPUNGE")
                    .says("a4 OK [HIGHESTMODSEQ");
            assertThat(imap.told("* VANISHED")).containsExactly("* VANISHED 2");
            assertThat(imap.told()).noneMatch(line -> line.contains("EXPUNGE"));
            imap.does("a5 STATUS INBOX (HIGHESTMODSEQ)");
            long after = Long.parseLong(imap.told("* STATUS").get(0).replaceAll("\\D", ""));
            assertThat(after).isGreaterThan(Long.parseLong(highest) + 1);
            other.does("o1 SELECT INBOX")
                    .does("o2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                    .does("o3 EXPUNGE");
            assertThat(other.told("* 1 EXPUNGE")).hasSize(1);
        }
    }

    @Test
    void whoHasNotEnabledItMayNotAskForIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            fill(imap, 1);
            imap.hears("a1 SELECT INBOX (QRESYNC (77 1))").says("a1 BAD");
            imap.does("a2 SELECT INBOX");
            imap.hears("a3 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)").says("a3 BAD");
        }
    }

    private static void fill(ImapTalk imap, int messages) {
        for (int i = 0; i < messages; i++) {
            imap.appends("INBOX", MESSAGE);
        }
    }

    /** Looks at the mailbox, leaves it, and remembers its UIDVALIDITY and mod-sequence. */
    private static String known(ImapTalk imap) {
        imap.does("k1 ENABLE QRESYNC").does("k2 SELECT INBOX");
        String validity = imap.told("* OK [UIDVALIDITY").get(0).replaceAll("\\D", "");
        String highest = imap.told("* OK [HIGHESTMODSEQ").get(0).replaceAll("\\D", "");
        imap.does("k3 UNSELECT");
        return validity + ' ' + highest;
    }
}
