package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a conversation begins and ends (RFC 5804 §1.7, §2.2 to §2.4, §2.13). */
@Tag("either-provider")
class GreetingTest {
    private static Scripts scripts;
    private static TestPerson hong;

    @BeforeAll
    static void open() {
        scripts = Scripts.open();
        hong = scripts.server.person("hong");
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    /** What is announced is what is done. */
    private static final String AFTER_TLS = """
            "IMPLEMENTATION" "Gongmail"
            "SASL" "PLAIN"
            "SIEVE" "fileinto envelope copy mailbox imap4flags reject ereject vacation relational subaddress date body comparator-i;ascii-numeric"
            "UNAUTHENTICATE"
            "MAXREDIRECTS" "5"
            "VERSION" "1.0"
            OK "Gongmail"
            """;

    @Test
    void whoBeginsWithTlsIsGreetedBehindIt() throws IOException {
        try (Talk talk = scripts.showing(hong.certificate())) {
            assertThat(talk.answer()).isEqualTo(AFTER_TLS);
            assertThat(talk.does("capability", "OK")).isEqualTo(AFTER_TLS.replace("OK \"Gongmail\"", "OK \"Done\""));
            talk.does("CAPABILITY \"x\"", "NO");
        }
    }

    /** RFC 5804 §2.2: capabilities are told again once TLS is there. */
    @Test
    void whoWaitsIsGreetedInPlainTextAndMayAskForTls() throws IOException {
        try (Talk talk = Talk.plainly(scripts.port())) {
            assertThat(talk.answer())
                    .contains("\"STARTTLS\"\n", "\"SASL\" \"\"\n", "\"SIEVE\" \"fileinto ")
                    .doesNotContain("UNAUTHENTICATE");
            talk.does("LISTSCRIPTS", "NO (ENCRYPT-NEEDED)");
            talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(hong) + "\"", "NO (ENCRYPT-NEEDED)");
            talk.does("NOOP", "OK");
            talk.does("STARTTLS", "OK");
            talk.startTls(scripts.server.authority().serverCa(), hong.certificate());
            assertThat(talk.answer()).isEqualTo(AFTER_TLS);
            talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(hong) + "\"", "OK");
            talk.does("STARTTLS", "NO");
        }
    }

    /** What stands behind STARTTLS in the same record was never said under TLS. */
    @Test
    @Adversary("what comes in clear behind STARTTLS")
    void nothingIsSmuggledInBehindStartTls() throws IOException {
        try (Talk talk = Talk.plainly(scripts.port())) {
            talk.answer();
            talk.does("STARTTLS\r\nNOOP \"smuggled\"", "OK");
            talk.startTls(scripts.server.authority().serverCa(), hong.certificate());
            assertThat(talk.answer()).isEqualTo(AFTER_TLS);
            assertThat(talk.does("NOOP \"mine\"", "OK (TAG \"mine\")")).doesNotContain("smuggled");
        }
    }

    /** Nor what comes in clear later, before TLS has begun: it is no record of TLS, and ends the connection. */
    @Test
    void whatComesInClearInPlaceOfTlsEndsTheConnection() throws IOException {
        for (String clear : List.of("NOOP \"smuggled\"\r\n", "CAPABILITY\r\n", "x".repeat(70_000))) {
            try (Talk talk = Talk.plainly(scripts.port())) {
                talk.answer();
                talk.does("STARTTLS", "OK");
                assertThat(restAfter(talk, clear)).doesNotContain("smuggled", "SIEVE", "OK");
            }
        }
    }

    /** Empty where the connection was reset, as it is when not all was read. */
    private static String restAfter(Talk talk, String clear) {
        try {
            talk.sends(clear);
            return talk.rest();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void plainTextIsBoundedAndCanBeLeft() throws IOException {
        try (Talk talk = Talk.plainly(scripts.port())) {
            talk.answer();
            talk.does("LOGOUT", "OK");
            assertThat(talk.rest()).isEmpty();
        }
        try (Talk talk = Talk.plainly(scripts.port())) {
            talk.sends("x".repeat(FirstOctet.MOST_OCTETS + 1));
            assertThat(talk.rest()).endsWith("BYE \"too much before STARTTLS\"\r\n");
        }
    }

    /** The time for the handshake counts from the beginning, whatever was said in plain text. */
    @Test
    void whoNeverAsksForTlsIsSentAway() throws IOException {
        try (Talk talk = Talk.plainly(scripts.port())) {
            talk.answer();
            talk.does("NOOP", "OK");
            assertThat(talk.rest()).isEmpty();
        }
    }

    /** RFC 5804 §2.13, §2.3. */
    @Test
    void nothingIsDoneOnRequestAndAConversationIsEnded() throws IOException {
        try (Talk talk = scripts.greeted(hong)) {
            talk.does("NOOP", "OK");
            assertThat(talk.does("NOOP {5+}\r\n한\"\\", "OK")).isEqualTo("OK (TAG \"한\\\"\\\\\") \"Done\"\n");
            talk.does("NOOP 7", "NO");
            talk.does("FROBNICATE", "NO");
            talk.does("", "NO");
            talk.does("LOGOUT", "OK");
            assertThat(talk.rest()).isEmpty();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredAllAndInOrder() throws IOException {
        try (Talk talk = scripts.of(hong)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                all.append("LISTSCRIPTS\r\nNOOP \"").append(i).append("\"\r\n");
            }
            talk.sends(all.toString());
            for (int i = 0; i < 300; i++) {
                assertThat(talk.answer()).isEqualTo("OK \"Done\"\n");
                assertThat(talk.answer()).isEqualTo("OK (TAG \"" + i + "\") \"Done\"\n");
            }
        }
    }

    @Test
    void whoSaysNothingIsSentAway() throws IOException {
        try (Scripts hasty = Scripts.open(Duration.ofSeconds(1), Duration.ofMinutes(1));
                Talk talk = hasty.greeted(hong)) {
            assertThat(talk.rest()).isEqualTo("BYE (TRYLATER) \"idle for too long\"\r\n");
        }
        try (Scripts hasty = Scripts.open(Duration.ofMinutes(1), Duration.ofSeconds(1));
                Talk talk = hasty.greeted(hong)) {
            assertThat(talk.rest()).startsWith("BYE (TRYLATER) ").contains("(G-206)");
        }
    }
}
