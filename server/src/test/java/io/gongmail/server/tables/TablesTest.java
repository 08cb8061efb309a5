package io.gongmail.server.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is announced has a row, rows name tests that there are, and the pages that are kept are those of the rows. */
class TablesTest {
    private static final Path PROJECT = Path.of("..");
    private static final List<String> MODULES =
            List.of("auth-pki", "mailbox-store", "server", "server/demo", "server/connector", "server/bench");
    private static final Pattern RFC = Pattern.compile("RFC \\d+");

    private final List<Row> extensions = Extensions.rows();

    @Test
    void whatTheServerAnnouncesHasARowAndNothingElseHas() throws Exception {
        Map<String, Set<String>> rows = extensions.stream()
                .collect(Collectors.groupingBy(
                        Row::section, TreeMap::new, Collectors.mapping(Row::name, Collectors.toSet())));
        Map<String, Set<String>> announced = Announced.all();
        assertThat(announced.keySet()).isEqualTo(rows.keySet());
        announced.forEach((section, names) -> {
            Set<String> named = new TreeSet<>();
            for (String name : names) {
                named.add(rows.get(section).stream()
                        .filter(row -> row.endsWith("=") ? name.startsWith(row) : name.equalsIgnoreCase(row))
                        .findFirst()
                        .orElse(name.toLowerCase(Locale.ROOT) + ", of which extensions.txt has no row"));
            }
            assertThat(named).as(section).isEqualTo(new TreeSet<>(rows.get(section)));
        });
    }

    @Test
    void noExtensionHasTwoRows() {
        assertThat(extensions).extracting(Row::toString).doesNotHaveDuplicates();
    }

    @Test
    void theTestsOfAnExtensionNameItsRfcs() throws IOException {
        for (Row row : extensions) {
            StringBuilder sources = new StringBuilder();
            for (TestName test : TestName.all(row.cell(2))) {
                sources.append(sourceOf(test));
            }
            Matcher rfc = RFC.matcher(row.cell(1));
            while (rfc.find()) {
                assertThat(Pattern.compile(rfc.group() + "\\b").matcher(sources).find())
                        .as("%s: no test of its names %s", row, rfc.group())
                        .isTrue();
            }
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> cells = new ArrayList<>();
        Clients.rows().forEach(row -> cells.add(row.cell(3)));
        extensions.forEach(row -> cells.add(row.cell(2)));
        Comparison.rows().forEach(row -> cells.add(row.cell(5)));
        ImapScripts.rows().forEach(row -> cells.add(row.cell(2)));
        Set<TestName> named = new HashSet<>();
        cells.forEach(cell -> named.addAll(TestName.all(cell)));
        assertThat(named).hasSizeGreaterThan(100);
        for (TestName test : named) {
            String simple = test.type().substring(test.type().lastIndexOf('$') + 1);
            String source = sourceOf(test);
            assertThat(source).contains("class " + simple.substring(simple.lastIndexOf('.') + 1) + " ");
            if (!test.method().isEmpty()) {
                assertThat(source)
                        .as(test.toString())
                        .containsPattern("@(Test|ParameterizedTest|RepeatedTest)\\b(?s:(?!\\bvoid\\b).)*\\bvoid "
                                + Pattern.quote(test.method()) + "\\(");
            }
        }
    }

    private static String sourceOf(TestName test) throws IOException {
        String file = "src/test/java/" + test.type().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        List<Path> found = MODULES.stream()
                .map(module -> PROJECT.resolve(module).resolve(file))
                .filter(Files::exists)
                .toList();
        assertThat(found).as(test.toString()).hasSize(1);
        return Files.readString(found.get(0));
    }

    @Test
    void whatIsToldOfOthersHasASource() {
        List<Row> rows = Comparison.rows();
        List<String> sources = rows.stream()
                .filter(row -> row.section().equals(Comparison.SOURCES))
                .map(Row::name)
                .toList();
        assertThat(sources).doesNotHaveDuplicates();
        assertThat(Comparison.named(rows)).containsExactlyInAnyOrderElementsOf(sources);
    }

    /** What an extension of ours is compared with has its name: one that is misspelt would tell that we have it not. */
    @Test
    void whatIsComparedIsNeverNearlyARow() {
        Set<String> ours = extensions.stream()
                .map(row -> row.section() + " "
                        + row.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
                .collect(Collectors.toSet());
        Set<String> exactly = extensions.stream().map(Row::toString).collect(Collectors.toSet());
        assertThat(Comparison.rows())
                .filteredOn(row -> ours.contains(row.section() + " "
                        + row.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")))
                .extracting(Row::toString)
                .allMatch(exactly::contains);
    }

    /** {@code -Dgolden.rewrite=true} writes them anew, as they are where every row is proved; whether it is, a run of all tests tells. */
    @Test
    void thePagesThatAreKeptAreThoseOfTheRows() throws IOException {
        boolean rewrite = Boolean.getBoolean("golden.rewrite");
        Proof proof = new Proof(test -> Outcome.PASSED);
        List<Page> pages = List.of(
                Clients.page(Clients.rows(), proof, command -> rewrite ? Programs.version(command) : ""),
                Extensions.page(extensions, proof),
                Comparison.page(Comparison.rows(), extensions, proof));
        for (Page page : pages) {
            Path kept = PROJECT.resolve("server/src/site").resolve(page.file());
            if (rewrite && !Tables.isSame(page, Files.readString(kept))) {
                Files.writeString(kept, page.written());
            }
            assertThat(Tables.isSame(page, Files.readString(kept)))
                    .as("%s is not as its rows are; see the words on this test", page.file())
                    .isTrue();
        }
        assertThat(proof.lacking()).isEmpty();
    }
}
