package io.gongmail.connector.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.RefusalReason;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CertificateWordsTest {
    private final CertificateWords words = new CertificateWords();

    @Test
    void everyRefusalOfACertificateIsToldInBothLanguagesWithItsFacts() {
        Properties table = Words.table("/certificate-words.properties");
        for (RefusalReason reason : RefusalReason.values()) {
            String code = reason.code();
            String text = filled(table.getProperty(code + ".en") + "; " + table.getProperty(code + ".remedy.en")) + " ("
                    + code + ")";
            String korean = filled(table.getProperty(code + ".ko") + " " + table.getProperty(code + ".remedy.ko"))
                    + " (" + code + ")";
            for (String front :
                    new String[] {"* BYE [CONTACTADMIN] ", "* BYE [UNAVAILABLE] ", "554 5.7.1 ", "421 4.7.0 "}) {
                assertThat(words.of(front + text)).as(front + code).contains(new Sentence(text, korean));
            }
        }
    }

    @Test
    void aLineCutShortLosesFactsAndNotItsCode() {
        assertThat(words.of("* BYE [CONTACTADMIN] certificate expir (G-103)")
                        .orElseThrow()
                        .korean())
                .isEqualTo("인증서가 -에 만료되었습니다. - 에서 인증서를 갱신하십시오. (G-103)");
    }

    @Test
    void otherLinesAreNone() {
        assertThat(words.of("* BYE going down")).isEmpty();
        assertThat(words.of("a1 NO sign-in refused (G-201)")).isEmpty();
        assertThat(words.of("* BYE what (G-199)")).isEmpty();
        assertThat(words.of("x".repeat(100_000) + " (G-103)")).isEmpty();
    }

    private static String filled(String text) {
        return text.replace("{portal}", "https://portal.example/")
                .replace("{notBefore}", "2026-01-01T00:00:00Z")
                .replace("{notAfter}", "2026-10-01T00:00:00Z")
                .replace("{revokedOn}", "2026-10-02T00:00:00Z");
    }
}
