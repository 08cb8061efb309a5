package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
    @Test
    void whatStrangersTypeIsCleanedAndCutNeverRefused() {
        AuditEvent event = new AuditEvent(
                "sign-in.refused",
                "a\nb\0c\u0085",
                "x\uD800y",
                Map.of("login", "z".repeat(1_000), "tail", "k".repeat(299) + "\uD83D\uDE00"));
        assertThat(event.actor()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(event.subject()).isEqualTo("x\uFFFDy");
        assertThat(event.facts().get("login")).isEqualTo("z".repeat(300));
        assertThat(event.facts().get("tail")).isEqualTo("k".repeat(299));
        assertThat(new AuditEvent("a.b", "n".repeat(255), "s".repeat(255)).actor())
                .hasSize(254);
        assertThat(new AuditEvent("a.b", "n", "s".repeat(255)).subject()).hasSize(254);
        assertThat(new AuditEvent("a.b", "\uD83D\uDE00", "s").actor()).isEqualTo("\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "single", "Upper.case", "a..b", ".a", "a.", "a.b c", "a.1b", "-a.b"})
    void aCodeIsDottedWords(String code) {
        assertThatThrownBy(() -> new AuditEvent(code, "", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codesAndFactsAreBounded() {
        assertThat(new AuditEvent("a." + "b".repeat(62), "", "").code()).hasSize(64);
        assertThatThrownBy(() -> new AuditEvent("a." + "b".repeat(63), "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        for (String name : new String[] {"", "A", "a_b", "a=b", "1", "a".repeat(25)}) {
            assertThatThrownBy(() -> new AuditEvent("a.b", "", "", Map.of(name, "")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Map<String, String> facts = new TreeMap<>();
        for (char c = 'a'; c < 'k'; c++) {
            facts.put(String.valueOf(c).repeat(24), "\\".repeat(300));
        }
        AuditEvent largest = new AuditEvent("a.b", "", "", facts);
        // The widest that may be has room in its column.
        assertThat(AuditChain.factsToText(largest.facts())).hasSizeLessThanOrEqualTo(3_300);
        assertThat(AuditChain.factsFromText(AuditChain.factsToText(largest.facts())))
                .isEqualTo(facts);
        facts.put("one-more", "");
        assertThatThrownBy(() -> new AuditEvent("a.b", "", "", facts)).isInstanceOf(IllegalArgumentException.class);
    }
}
