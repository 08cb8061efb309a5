package io.gongmail.pki.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static final Instant END = Instant.parse("2026-11-24T10:15:00Z");
    private static final String NONCE = "00112233445566778899aabbccddeeff";

    private final Challenge challenge =
            new Challenge(Purpose.SET_PASSWORD, "hong@moe.gongmail.example", "mail.gongmail.example", END, NONCE);

    @Test
    void itsTextNamesEverythingItIsBoundTo() {
        assertThat(challenge.text()).isEqualTo("""
                Gongmail challenge 1
                purpose: set-password
                subject: hong@moe.gongmail.example
                host: mail.gongmail.example
                expires: 2026-11-24T10:15:00Z
                nonce: 00112233445566778899aabbccddeeff
                """);
    }

    @Test
    void itsTextIsReadBack() {
        assertThat(Challenge.parse(challenge.text())).contains(challenge);
    }

    @Test
    void anyOtherSpellingIsNone() {
        for (String other : new String[] {
            "",
            challenge.text() + "\n",
            challenge.text().replace("\n", "\r\n"),
            challenge.text().replace("set-password", "open-door"),
            challenge.text().replace("10:15:00Z", "10:15:00.000Z"),
            challenge.text().replace("10:15:00Z", "soon"),
            challenge.text().replace("00112233", "0011223G"),
            challenge.text().replace("challenge 1", "challenge 2"),
            challenge.text().replace("host: mail.gongmail.example\n", "")
        }) {
            assertThat(Challenge.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void aSubjectCannotSmuggleALine() {
        assertThatThrownBy(() -> new Challenge(Purpose.SET_PASSWORD, "a\nhost: other", "host", END, NONCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Challenge(Purpose.SET_PASSWORD, "x".repeat(321), "host", END, NONCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Challenge(Purpose.SET_PASSWORD, "x".repeat(320), "host", END, NONCE).subject())
                .hasSize(320);
    }

    @Test
    void eachHasItsOwnNumber() {
        SecureRandom random = new SecureRandom();
        Challenge one = Challenge.fresh(Purpose.SET_PASSWORD, "a", "h", END, random);
        Challenge other = Challenge.fresh(Purpose.SET_PASSWORD, "a", "h", END, random);
        assertThat(one.nonce()).hasSize(32).isNotEqualTo(other.nonce());
    }

    @Test
    void itsEndIsInWholeSeconds() {
        Challenge made = Challenge.fresh(Purpose.SET_PASSWORD, "a", "h", END.plusMillis(999), new SecureRandom());
        assertThat(made.expires()).isEqualTo(END);
        assertThat(Challenge.parse(made.text())).contains(made);
    }
}
