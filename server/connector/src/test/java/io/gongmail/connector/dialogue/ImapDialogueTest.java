package io.gongmail.connector.dialogue;

import static io.gongmail.connector.testing.Account.ADDRESS;
import static io.gongmail.connector.testing.Account.PASSWORD;
import static io.gongmail.connector.testing.Account.SECRET;
import static io.gongmail.connector.testing.Account.USER;
import static io.gongmail.connector.testing.Account.base64;
import static io.gongmail.connector.testing.Account.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.connector.testing.FakeImap;
import io.gongmail.connector.testing.LineServer;
import io.gongmail.connector.testing.Talks;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IMAP before sign-in: RFC 9051 §6.1, §6.2. */
class ImapDialogueTest {
    private static final String BEHIND = "a2 NAMESPACE\r\n";

    @ParameterizedTest
    @MethodSource("ways")
    void whoKnowsTheSecretIsSignedInWithoutItWhereverTheOctetsAreDivided(String way) throws Exception {
        String talk = Talks.imap().get(way);
        Rehearsal whole = played(talk + BEHIND, Integer.MAX_VALUE);
        assertThat(whole.outcome).isEqualTo(Dialogue.Outcome.SIGNED_IN);
        assertThat(whole.server.heard()).containsExactly("a1 AUTHENTICATE PLAIN", Talks.passedOn(way));
        assertThat(whole.said()).last().isEqualTo("a1 OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] signed in");
        assertThat(whole.rest).isEqualTo(BEHIND);
        assertThat(whole.events).containsExactly("in " + ADDRESS);
        for (int first = 0; first < talk.length(); first++) {
            Rehearsal divided = played(talk, first);
            assertThat(divided.outcome).as("divided at %d", first).isEqualTo(Dialogue.Outcome.SIGNED_IN);
            assertThat(divided.server.heard()).isEqualTo(whole.server.heard());
            assertThat(divided.said()).isEqualTo(whole.said());
        }
    }

    static List<String> ways() {
        return List.copyOf(Talks.imap().keySet());
    }

    @Test
    void aProgramIsAskedForItsLiteralsAndResponses() throws Exception {
        Map<String, String> talks = Talks.imap();
        assertThat(played(talks.get("LOGIN, literals"), 7).said())
                .filteredOn(line -> line.startsWith("+ "))
                .hasSize(2);
        assertThat(played(talks.get("LOGIN, literals that do not wait"), 7).said())
                .noneMatch(line -> line.startsWith("+"));
        assertThat(played(talks.get("AUTHENTICATE PLAIN"), 7).said()).contains("+ ");
        assertThat(played(talks.get("AUTHENTICATE LOGIN"), 7).said())
                .containsSubsequence("+ VXNlcm5hbWU6", "+ UGFzc3dvcmQ6");
    }

    @Test
    void beforeSignInNothingIsAnnouncedThatCannotBeReadAlong() throws Exception {
        Rehearsal played = played("a1 CAPABILITY\r\na2 LOGOUT\r\n", 0);
        String able = "IMAP4rev1 LITERAL+ ID UNSELECT SASL-IR AUTH=PLAIN AUTH=LOGIN";
        assertThat(played.said())
                .containsExactly(
                        "* OK [CAPABILITY " + able + "] hello",
                        "* CAPABILITY " + able,
                        "a1 OK done",
                        "* BYE see you",
                        "a2 OK done");
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
    }

    @Test
    void beforeSignInTheServerHearsWhatIsNeededAndNothingElse() throws Exception {
        Rehearsal played = played(
                "a1 capability\r\na2 ID (\"name\" \"Evolution\")\r\na3 ID {3}\r\nNIL\r\na4 STARTTLS\r\n"
                        + "a5 COMPRESS DEFLATE\r\na6 SELECT INBOX\r\na7 AUTHENTICATE EXTERNAL =\r\na8 NOOP\r\n"
                        + "a9 APPEND INBOX {999999}\r\nnonsense\r\na10 LOGOUT\r\n",
                5);
        assertThat(played.server.heard())
                .containsExactly("a1 CAPABILITY", "a2 ID (\"name\" \"Evolution\")", "a8 NOOP", "a10 LOGOUT");
        assertThat(played.said())
                .contains("* ID NIL", "a3 OK ID")
                .anyMatch(line -> line.startsWith("a4 BAD STARTTLS is not offered"))
                .anyMatch(line -> line.startsWith("a5 BAD COMPRESS is not offered"))
                .contains("a6 BAD sign in first", "a7 NO [CANNOT] only PLAIN and LOGIN are taken here")
                .contains("a9 BAD sign in first", "* BAD not understood");
    }

    @Test
    void aWrongSecretReachesNobodyWaitsLongerEachTimeAndEndsTheThird() throws Exception {
        String wrong = SECRET.replace('k', 'z') + "+" + ADDRESS;
        Rehearsal played = played(
                "a1 LOGIN " + wrong + " x\r\na2 AUTHENTICATE PLAIN " + base64("\0" + ADDRESS + "\0" + PASSWORD)
                        + "\r\na3 LOGIN " + quoted(SECRET + "+") + " x\r\na4 LOGIN " + quoted(USER) + " "
                        + quoted(PASSWORD) + "\r\n",
                0);
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
        assertThat(played.server.heard()).isEmpty();
        assertThat(played.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(played.said())
                .anyMatch(line -> line.startsWith(
                        "a1 NO [AUTHENTICATIONFAILED] the user name must be the connector's secret, a plus sign"))
                .last()
                .isEqualTo("* BYE [CONTACTADMIN] too many tries; connect again");
        assertThat(played.said()).noneMatch(line -> line.startsWith("a4"));
    }

    @Test
    void whatTheServerRefusesIsTriedAgain() throws Exception {
        Rehearsal played =
                played("a1 LOGIN " + USER + " wrong\r\na2 LOGIN " + USER + " " + quoted(PASSWORD) + "\r\n", 0);
        assertThat(played.said())
                .contains("a1 NO [AUTHENTICATIONFAILED] sign-in refused (G-201)")
                .last()
                .asString()
                .startsWith("a2 OK");
        assertThat(played.events)
                .containsExactly("refused a1 NO [AUTHENTICATIONFAILED] sign-in refused (G-201)", "in " + ADDRESS);
    }

    @Test
    void whereTheCertificateSufficesTheSecretIsStillAskedFor() throws Exception {
        Rehearsal played = new Rehearsal(Dialogue.Protocol.IMAP, new FakeImap(), true)
                .play("a1 LOGIN " + ADDRESS + " x\r\na2 LOGIN " + USER + " \"\"\r\n", 0);
        assertThat(played.server.heard()).containsExactly("a2 AUTHENTICATE EXTERNAL", base64(ADDRESS));
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.SIGNED_IN);
        assertThat(played.said()).anyMatch(line -> line.startsWith("a1 NO"));
    }

    @Test
    void aCancelledExchangeIsNoTry() throws Exception {
        Rehearsal played = played(
                "a1 AUTHENTICATE PLAIN\r\n*\r\na2 AUTHENTICATE LOGIN\r\n" + base64(USER) + "\r\n*\r\na3 LOGOUT\r\n", 0);
        assertThat(played.said()).contains("a1 BAD cancelled", "a2 BAD cancelled");
        assertThat(played.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 LOGIN",
                "a1 LOGIN user",
                "a1 LOGIN \"open x\r\n",
                "a1 LOGIN \"a\\b\" x",
                "a1 LOGIN user pass more",
                "a1 LOGIN \"\" x",
                "a1 LOGIN  two spaces",
                "a1 AUTHENTICATE PLAIN !",
                "a1 AUTHENTICATE PLAIN AAAA",
                "a1 AUTHENTICATE LOGIN !\r\nAAAA",
                "a1 AUTHENTICATE LOGIN AA==\r\nAAAA"
            })
    void whatIsNoSignInIsBad(String talk) throws Exception {
        Rehearsal played = played(talk + "\r\na9 LOGOUT\r\n", 0);
        assertThat(played.said()).contains("a1 BAD not understood");
        assertThat(played.server.heard()).containsExactly("a9 LOGOUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a1 LOGIN {99999}\r\n", "a1 LOGIN {16000+}\r\n", "a1 APPEND INBOX {5+}\r\n", "a1 LOGIN {9}\r\n"})
    void linesAndLiteralsAreBounded(String start) {
        assertThatThrownBy(() -> played(start + "x".repeat(65_536) + "\r\n", Integer.MAX_VALUE))
                .isInstanceOf(Side.TooLong.class);
    }

    @Test
    void literalsAreBoundedTogether() {
        String one = "{9000+}\r\n" + "x".repeat(9_000);
        assertThatThrownBy(() -> played("a1 LOGIN " + one + " " + one + "\r\n", Integer.MAX_VALUE))
                .isInstanceOf(Side.TooLong.class);
    }

    @Test
    void aRefusedCertificateIsPassedOnInTheServersWords() throws Exception {
        String bye = "* BYE [CONTACTADMIN] certificate expired on 2026-10-01; renew it at https://p/ (G-103)";
        Rehearsal played = new Rehearsal(Dialogue.Protocol.IMAP, greeting(bye + "\r\n"), false).play("", 0);
        assertThat(played.said()).containsExactly(bye);
        assertThat(played.events).containsExactly("ended " + bye);
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
    }

    @Test
    void aServerThatLetsInWithoutSigningInIsNotUsed() throws Exception {
        Rehearsal played = new Rehearsal(Dialogue.Protocol.IMAP, greeting("* PREAUTH come in\r\n"), false)
                .play("a1 SELECT INBOX\r\n", 0);
        assertThat(played.said()).hasSize(1).first().asString().startsWith("* BYE [CONTACTADMIN] what answers there");
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
    }

    @Test
    void aServerThatIsGoneAndAProgramThatIsGoneAreToldApart() {
        assertThatThrownBy(() -> new Rehearsal(Dialogue.Protocol.IMAP, greeting(""), false).play("a1 NOOP\r\n", 0))
                .isInstanceOf(Side.ServerLost.class);
        assertThatThrownBy(() -> played("a1 NO", 0)).isInstanceOf(EOFException.class);
    }

    @Test
    void aConnectionDoesNotGoOnForEver() throws Exception {
        Rehearsal played = played("a1 SELECT INBOX\r\n".repeat(200), 0);
        assertThat(played.outcome).isEqualTo(Dialogue.Outcome.ENDED);
        assertThat(played.said()).hasSize(102);
    }

    private static Rehearsal played(String talk, int first) throws IOException {
        return new Rehearsal(Dialogue.Protocol.IMAP, new FakeImap(), false).play(talk, first);
    }

    private static LineServer greeting(String line) {
        return new LineServer() {
            @Override
            public String greeting() {
                return line;
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
