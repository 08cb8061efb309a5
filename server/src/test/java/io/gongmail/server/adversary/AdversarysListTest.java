package io.gongmail.server.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.adversary.AdversarysList.Edit;
import io.gongmail.server.adversary.AdversarysList.Guard;
import io.gongmail.server.adversary.AdversarysList.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The adversary's list, its tests and its guards belong together; whether the tests notice, {@link Guards} finds out. */
class AdversarysListTest {
    private static final Path PROJECT = Path.of("..");
    private static final List<String> MODULES = List.of("auth-pki", "mailbox-store", "server");
    private static final Pattern ANNOTATED =
            Pattern.compile("@Adversary\\(\\{?\\s*((?:\"[^\"]*\"[,\\s]*)+)}?\\)\\s[^{;]*?\\bvoid (\\w+)\\(");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final List<Line> lines = AdversarysList.read();
    private final Map<String, Set<String>> tests = testsByLine();

    @Test
    void everyLineHasATestAndEveryTestIsOfALine() {
        assertThat(lines).extracting(Line::text).doesNotHaveDuplicates();
        assertThat(lines).extracting(Line::text).containsExactlyInAnyOrderElementsOf(tests.keySet());
    }

    @Test
    void everyLineHasAGuardWhoseTestsAreOfIt() {
        for (Line line : lines) {
            assertThat(line.guards()).as(line.text()).isNotEmpty();
            for (Guard guard : line.guards()) {
                assertThat(guard.tests()).as(guard.name()).isNotEmpty();
                assertThat(tests.get(line.text())).as(guard.name()).containsAll(guard.tests());
            }
        }
    }

    @Test
    void everyGuardStandsInTheProductOnce() throws IOException {
        for (Guard guard :
                lines.stream().flatMap(line -> line.guards().stream()).toList()) {
            assertThat(guard.edits()).as(guard.name()).isNotEmpty();
            for (Edit edit : guard.edits()) {
                assertThat(edit.file()).contains("/src/main/java/");
                assertThat(edit.guard()).isNotEmpty().isNotEqualTo(edit.less());
                assertThat(edit.in(Files.readString(PROJECT.resolve(edit.file()))))
                        .isNotEmpty();
            }
        }
    }

    /** From the sources, since tests of other modules are not on this one's class path. */
    private static Map<String, Set<String>> testsByLine() {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (String module : MODULES) {
            Path root = PROJECT.resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String type = root.relativize(file).toString().replace('/', '.');
                    Matcher annotated = ANNOTATED.matcher(Files.readString(file));
                    while (annotated.find()) {
                        Matcher line = TEXT.matcher(annotated.group(1));
                        while (line.find()) {
                            tests.computeIfAbsent(line.group(1), unknown -> new HashSet<>())
                                    .add(type.substring(0, type.length() - ".java".length()) + "#"
                                            + annotated.group(2));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tests;
    }
}
