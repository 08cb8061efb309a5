package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateWordsTest {
    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyReasonHasItsWordsInBothLanguages(RefusalReason reason) throws IOException {
        Properties words = words();
        assertThat(words.getProperty(reason.code() + ".en")).isNotBlank().matches("\\p{ASCII}{1,120}");
        assertThat(words.getProperty(reason.code() + ".remedy.en")).isNotBlank().matches("\\p{ASCII}{1,120}");
        assertThat(words.getProperty(reason.code() + ".ko")).containsPattern("[가-힣]");
        assertThat(words.getProperty(reason.code() + ".remedy.ko")).containsPattern("[가-힣]");
    }

    @Test
    void noWordsStandWithoutAReason() throws IOException {
        assertThat(words()).hasSize(4 * RefusalReason.values().length);
    }

    @Test
    void noCodeIsUsedTwice() {
        assertThat(Stream.of(RefusalReason.values()).map(RefusalReason::code)).doesNotHaveDuplicates();
    }

    private static Properties words() throws IOException {
        Properties words = new Properties();
        try (Reader in = new InputStreamReader(
                CertificateWordsTest.class.getResourceAsStream("/certificate-words.properties"),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }
}
