package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The OWASP list ({@code owasp.txt}) names every risk of the Top 10, and for each row tests that there are. */
class OwaspListTest {
    private static final List<String> MODULES = List.of("auth-pki", "mailbox-store", "server");

    private final List<String> lines = lines();

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(OwaspListTest.class.getResourceAsStream("owasp.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyRiskOfTheTopTenStandsThereOnce() {
        assertThat(lines.stream().filter(line -> line.startsWith("== ")).map(line -> line.substring(3, 6)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(number -> String.format("A%02d", number))
                        .toList());
    }

    @Test
    void everyRowSaysWhereTheStandardAsksForItAndHasATestOrAReason() {
        assertThat(lines).allMatch(line -> line.matches("(==|--|test|none) \\S.*"));
        for (int i = 0; i < lines.size(); i++) {
            String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
            if (lines.get(i).startsWith("-- ")) {
                assertThat(lines.get(i)).matches(".*\\(V\\d+\\.\\d+\\.\\d+[^)]*\\)");
                assertThat(next).as(lines.get(i)).matches("(test|none) .*");
            } else if (lines.get(i).startsWith("== ")) {
                assertThat(next).as(lines.get(i)).startsWith("-- ");
            }
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> named = lines.stream()
                .filter(line -> line.startsWith("test "))
                .map(line -> line.substring(5))
                .toList();
        assertThat(named).isNotEmpty();
        for (String test : named) {
            String[] parts = test.split("#", 2);
            assertThat(parts).as(test).hasSize(2);
            assertThat(sourceOf(parts[0]))
                    .as(test)
                    .containsPattern(
                            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b(?s:(?!\\bvoid\\b).)*\\bvoid "
                                    + Pattern.quote(parts[1]) + "\\("));
        }
    }

    /** From the sources, since tests of other modules are not on this one's class path. */
    private static String sourceOf(String type) throws IOException {
        String file = "src/test/java/" + type.replace('.', '/') + ".java";
        List<Path> found = MODULES.stream()
                .map(module -> Path.of("..", module).resolve(file))
                .filter(Files::exists)
                .toList();
        assertThat(found).as(type).hasSize(1);
        return Files.readString(found.get(0));
    }
}
