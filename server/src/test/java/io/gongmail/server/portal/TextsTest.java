package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages say is said in both languages, and stands nowhere else. */
class TextsTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Pattern KEY = Pattern.compile("(?:page\\.t|inTheOther)\\(\"([a-z0-9.-]+)\"");
    private static final Pattern BEGINNING = Pattern.compile("page\\.t\\(\"([a-z0-9.-]+\\.)\" \\+");
    private static final Pattern KOREAN = Pattern.compile("[\\uac00-\\ud7a3]");

    private final Texts texts = Texts.load();

    @Test
    void everyKeyOfTemplatesHasItsTexts() throws IOException {
        Set<String> missing = new TreeSet<>(keys(KEY));
        missing.removeAll(texts.keys());
        missing.removeAll(keys(BEGINNING));
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> unused = new TreeSet<>(texts.keys());
        unused.removeAll(keys(KEY));
        Set<String> beginnings = keys(BEGINNING);
        unused.removeIf(key -> beginnings.stream().anyMatch(key::startsWith));
        assertThat(unused).isEmpty();
    }

    @Test
    void bothLanguagesFillInTheSame() {
        Pattern filledIn = Pattern.compile("\\{\\d}");
        for (String key : texts.keys()) {
            assertThat(all(filledIn, texts.text(Language.ENGLISH, key)))
                    .as(key)
                    .isEqualTo(all(filledIn, texts.text(Language.KOREAN, key)));
        }
    }

    @Test
    void templatesSayNothingThemselves() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(KOREAN);
            }
        }
    }

    private static Set<String> keys(Pattern pattern) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files =
                Stream.concat(Files.walk(TEMPLATES), Files.walk(Path.of("src/main/java/io/gongmail/server/portal")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
