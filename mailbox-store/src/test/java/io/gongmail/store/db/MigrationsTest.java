package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/** What stores out there were made with stays as it is: a migration is followed by another, never changed. */
class MigrationsTest {
    private static final String KEPT = "unchanged.sha256";

    @Test
    void noMigrationAndNoRowsOfAnOlderVersionAreChanged() throws Exception {
        Map<String, String> now = new TreeMap<>();
        List<String> folders = new ArrayList<>(migrations());
        folders.add(OlderStore.FOLDER);
        for (String folder : folders) {
            for (Path file : files(folder)) {
                now.put(
                        folder.replaceAll("^/|/$", "") + "/" + file.getFileName(),
                        Sha256.of(Sha256.digest().digest(Files.readAllBytes(file)))
                                .hex());
            }
        }
        now.remove((OlderStore.FOLDER + KEPT).substring(1));
        Map<String, String> kept = kept();
        kept.forEach((name, hash) -> assertThat(now.get(name))
                .as("%s was changed or is gone: stores that have it do not start then; write another migration", name)
                .isEqualTo(hash));
        StringBuilder missing = new StringBuilder();
        now.forEach((name, hash) -> missing.append(kept.containsKey(name) ? "" : hash)
                .append(kept.containsKey(name) ? "" : "  " + name + "\n"));
        assertThat(missing.toString())
                .as("new ones; once they are final add these lines to %s", KEPT)
                .isEmpty();
    }

    @Test
    void eachMigrationHasRowsOfItsVersion() throws Exception {
        for (String folder : migrations()) {
            for (Path file : files(folder)) {
                assertThat(OlderStore.rows(version(file))).startsWith("-- Rows as version ");
            }
        }
    }

    @Test
    void eachVersionThatWroteRowsIsLookedAt() throws Exception {
        Set<MigrationVersion> versions = new TreeSet<>();
        for (String folder : migrations()) {
            for (Path file : files(folder)) {
                if (!OlderStore.statements(OlderStore.rows(version(file))).isEmpty()) {
                    versions.add(MigrationVersion.fromVersion(version(file)));
                }
            }
        }
        assertThat(OlderRows.versions().stream().map(MigrationVersion::fromVersion))
                .containsExactlyElementsOf(versions);
    }

    /** Where migrations are: those for all databases, and those of one. */
    private static List<String> migrations() throws IOException, URISyntaxException {
        return files("/db").stream()
                .map(folder -> "/db/" + folder.getFileName())
                .toList();
    }

    private static String version(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(1, name.indexOf("__")).replace('_', '.');
    }

    private static Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (InputStream in = MigrationsTest.class.getResourceAsStream(OlderStore.FOLDER + KEPT)) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> kept.put(line.substring(66), line.substring(0, 64)));
        }
        return kept;
    }

    private static List<Path> files(String folder) throws IOException, URISyntaxException {
        URL url = MigrationsTest.class.getResource(folder);
        assertThat(url).as(folder).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList();
        }
    }
}
