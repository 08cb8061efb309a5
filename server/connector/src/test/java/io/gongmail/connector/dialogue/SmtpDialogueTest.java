package io.gongmail.connector.dialogue;

import static io.gongmail.connector.testing.Account.ADDRESS;
import static io.gongmail.connector.testing.Account.PASSWORD;
import static io.gongmail.connector.testing.Account.USER;
import static io.gongmail.connector.testing.Account.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.connector.testing.FakeSmtp;
import io.gongmail.connector.testing.LineServer;
import io.gongmail.connector.testing.Talks;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SMTP before sign-in: RFC 5321, RFC 4954. */
class SmtpDialogueTest {
    private static final String BEHIND = "MAIL FROM:<official0001@moe.example>\r\n";

    @ParameterizedTest
    @MethodSource("ways")
    void whoKnowsTheSecretIsSignedInWithoutItWhereverTheOctetsAreDivided(String way) throws Exception {
        String talk = Talks.smtp().get(way);
        Rehearsal whole = played(talk + BEHIND, Integer.MAX_VALUE);
        assertThat(whole.outcome).isEqualTo(Dialogue.Outcome.SIGNED_IN);
        assertThat(whole.server.heard()).containsExactly("EHLO pc", "AUTH PLAIN " + Talks.passedOn(way));
        assertThat(whole.said()).last().isEqualTo("235 2.7.0 signed in");
        assertThat(whole.rest).isEqualTo(BEHIND);
        for (int first = 0; first < talk.length(); first++) {
            Rehearsal divided = played(talk, first);
            assertThat(divided.outcome).as("divided at %d", first).isEqualTo(Dialogue.Outcome.SIGNED_IN);
            assertThat(divided.server.heard()).isEqualTo(whole.server.heard());
            assertThat(divided.said()).isEqualTo(whole.said());
        }
    }

    static List<String> ways() {
        return List.copyOf(Talks.smtp().keySet());
    }

    @Test
    void beforeSignInNothingIsAnnouncedThatCannotBeReadAlong() throws Exception {
        Rehearsal played = played("EHLO pc\r\nQUIT\r\n", 0);
        assertThat(played.said())
                .containsExactly(
                        "220-mail.example",
                        "220 ESMTP ready",
                        "250-mail.example",
                        "250-PIPELINING",
                        "250-SIZE 1000",
                        "250 AUTH PLAIN LOGIN",
                        "221 2.0.0 bye");
    }

    @Test
    void beforeSignInTheServerHearsWhatIsNeededAndNothingElse() throws Exception {
        Rehearsal played = played(
                "AUTH PLAIN =\r\nNOOP\r\nRSET\r\nEHLO two words\r\nEHLO pc\r\nSTARTTLS\r\nMAIL FROM:<a@b>\r\nDATA\r\n"
                        + "AUTH EXTERNAL =\r\nAUTH PLAIN\r\n*\r\nAUTH PLAIN !\r\n?\r\nQUIT\r\n",
                3);
        assertThat(played.server.heard()).containsExactly("EHLO pc", "QUIT");
        assertThat(played.said())
                .contains("503 5.5.1 not understood", "501 5.5.4 not understood", "530 5.7.0 sign in first")
                .contains("504 5.5.4 only PLAIN and LOGIN are taken here", "501 5.7.0 cancelled")
                .contains("501 5.5.2 not understood", "500 5.5.2 not understood")
                .anyMatch(line -> line.startsWith("502 5.5.1 STARTTLS is not offered"));
        assertThat(played.pauses).isEmpty();
    }

    @Test
    void aWrongSecretReachesNobodyWaitsLongerEachTimeAndEndsTheThird() throws Exception {
        String wrong = "AUTH PLAIN " + base64("\0" + ADDRESS + "\0" + PASSWORD) + "\r\n";
        Rehearsal played = played("EHLO pc\r\n" + wrong.repeat(3) + "AUTH PLAIN " + Talks.plain("") + "\r\n", 0);
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
        assertThat(played.server.heard()).containsExactly("EHLO pc");
        assertThat(played.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(played.said())
                .anyMatch(line -> line.startsWith("535 5.7.8 the user name must be the connector's secret"))
                .last()
                .isEqualTo("535 5.7.8 too many tries; connect again");
    }

    @Test
    void whatTheServerRefusesIsTriedAgain() throws Exception {
        String refused = "AUTH PLAIN " + base64("\0" + USER + "\0wrong") + "\r\n";
        Rehearsal played = played("EHLO pc\r\n" + refused + "AUTH PLAIN " + Talks.plain("") + "\r\n", 0);
        assertThat(played.said())
                .contains("535 5.7.8 sign-in refused (G-201)")
                .last()
                .isEqualTo("235 2.7.0 signed in");
    }

    @Test
    void whereTheCertificateSufficesTheSecretIsStillAskedFor() throws Exception {
        Rehearsal played = new Rehearsal(Dialogue.Protocol.SMTP, new FakeSmtp(), true)
                .play(
                        "EHLO pc\r\nAUTH PLAIN " + base64("\0" + ADDRESS + "\0x") + "\r\nAUTH PLAIN "
                                + base64("\0" + USER + "\0") + "\r\n",
                        0);
        assertThat(played.server.heard()).containsExactly("EHLO pc", "AUTH EXTERNAL " + base64(ADDRESS));
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.SIGNED_IN);
    }

    @Test
    void aRefusedCertificateIsPassedOnInTheServersWords() throws Exception {
        String line = "554 5.7.1 certificate expired on 2026-10-01; renew it at https://p/ (G-103)";
        Rehearsal played = new Rehearsal(Dialogue.Protocol.SMTP, greeting(line), false).play("EHLO pc\r\n", 0);
        assertThat(played.said()).containsExactly(line);
        assertThat(played.events).containsExactly("ended " + line);
    }

    @Test
    void whatIsNoSmtpIsTold() {
        assertThatThrownBy(() -> new Rehearsal(Dialogue.Protocol.SMTP, greeting("* OK imap"), false).play("", 0))
                .isInstanceOf(Side.ServerLost.class)
                .hasCauseInstanceOf(ProtocolException.class);
    }

    private static Rehearsal played(String talk, int first) throws IOException {
        return new Rehearsal(Dialogue.Protocol.SMTP, new FakeSmtp(), false).play(talk, first);
    }

    private static LineServer greeting(String line) {
        return new LineServer() {
            @Override
            public String greeting() {
                return line + "\r\n";
            }

            @Override
            public String answer(String heard) {
                return "";
            }

            @Override
            public List<String> heard() {
                return List.of();
            }

            @Override
            public boolean isSignedIn() {
                return false;
            }
        };
    }
}
