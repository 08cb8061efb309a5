package io.gongmail.server.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Words WORDS = Words.load(URI.create("https://mail.example/"));

    static List<String> codes() {
        return List.copyOf(WORDS.codes());
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyLineIsAsciiAndShort(String code) {
        Sentence sentence = WORDS.sentence(code);
        for (String line : List.of(sentence.imapBye(), sentence.smtp(), "a0001 " + sentence.imapNo() + "\r\n")) {
            assertThat(line).containsPattern("^[\\x20-\\x7e]+\r\n$").contains("(" + code + ")");
            assertThat(line.getBytes(StandardCharsets.US_ASCII)).hasSizeLessThanOrEqualTo(512);
        }
        // Nothing was replaced on the way: the table itself is ASCII where it must be.
        assertThat(sentence.english() + sentence.remedyEnglish()).matches("[\\x20-\\x7e]+");
        assertThat(sentence.korean() + sentence.remedyKorean()).containsPattern("[가-힣]");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aTemporaryRefusalIsNeverToldAsFinal(String code) {
        Sentence sentence = WORDS.sentence(code);
        if (sentence.temporary()) {
            assertThat(sentence.smtp()).startsWith("4");
            assertThat(sentence.imapBye()).startsWith("* BYE [UNAVAILABLE] ");
        } else {
            assertThat(sentence.imapBye()).startsWith("* BYE [CONTACTADMIN] ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfTheJudgeHasWords(RefusalReason reason) {
        Sentence sentence = WORDS.sentence(reason, Map.of());
        assertThat(sentence.temporary()).isEqualTo(reason.isTemporary());
        assertThat(sentence.smtp()).startsWith(reason.isTemporary() ? "421 4.7.0 " : "554 5.7.1 ");
    }

    /** Of the certificate's words, RefusalReason is the list. */
    @Test
    void everyCodeInTheCodeHasWordsAndEveryWordIsTold() throws IOException {
        SortedSet<String> told = new TreeSet<>();
        for (String sources : List.of("src/main/java", "../mailbox-store/src/main/java")) {
            told.addAll(codes(Path.of(sources)));
        }
        assertThat(WORDS.codes()).containsAll(told);
        assertThat(told)
                .containsAll(WORDS.codes().stream()
                        .filter(code -> Stream.of(RefusalReason.values())
                                .noneMatch(reason -> reason.code().equals(code)))
                        .toList());
    }

    private static List<String> codes(Path folder) throws IOException {
        List<String> codes = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(folder)) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Pattern.compile("\"[^\"\n]*\\b(G-\\d{3})\\b")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(found -> codes.add(found.group(1)));
            }
        }
        return codes;
    }

    @Test
    void theEvidenceFillsTheSentence() {
        Sentence sentence =
                WORDS.sentence(new Verdict.Refused(RefusalReason.EXPIRED, List.of("notAfter=2026-10-01", "x=y")));
        assertThat(sentence.imapBye())
                .isEqualTo("* BYE [CONTACTADMIN] certificate expired on 2026-10-01; renew it at"
                        + " https://mail.example/ (G-103)\r\n");
        assertThat(sentence.smtp())
                .isEqualTo(
                        "554 5.7.1 certificate expired on 2026-10-01; renew it at https://mail.example/ (G-103)\r\n");
        assertThat(sentence.korean()).isEqualTo("인증서가 2026-10-01에 만료되었습니다.");
    }

    @Test
    void aFactCannotBreakOutOfItsLine() {
        String evil = "x\r\na1 OK {portal} $1 " + "한".repeat(2_000);
        String line = WORDS.sentence("G-103", Map.of("notAfter", evil)).imapBye();
        assertThat(line).containsPattern("^[\\x20-\\x7e]+\r\n$").endsWith("(G-103)\r\n");
        assertThat(line.length()).isLessThanOrEqualTo(512);
    }

    /** Of two lines with one key the later would stand silently, with somebody else's words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/resources/server-words.properties",
                "../auth-pki/src/main/resources/certificate-words.properties",
                "src/main/resources/portal-texts.ko.properties",
                "src/main/resources/portal-texts.en.properties"
            })
    void noKeyStandsTwice(String file) throws IOException {
        List<String> keys = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8).stream()
                .filter(line -> line.matches("[A-Za-z].*=.*"))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
        assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void anUnknownCodeIsABug() {
        assertThatThrownBy(() -> WORDS.sentence("G-000")).isInstanceOf(IllegalArgumentException.class);
    }
}
