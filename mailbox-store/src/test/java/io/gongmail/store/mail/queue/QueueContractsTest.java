package io.gongmail.store.mail.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.queue.api.MailQueueContract;
import org.junit.jupiter.api.Test;

/** Every contract of James' queue API is either run here or named with a reason. */
class QueueContractsTest {
    private static final String PACKAGE = "org.apache.james.queue.api.";

    @Test
    void eachContractIsRunOrNamedWithItsReason() throws Exception {
        Set<String> run = new TreeSet<>();
        Stream.of(DurableQueueTest.class, MailQueuesTest.class).forEach(test -> collect(test, run));
        Set<String> excluded = excluded();
        assertThat(excluded).doesNotContainAnyElementsOf(run);
        Set<String> answered = new TreeSet<>(run);
        answered.addAll(excluded);
        assertThat(answered).containsExactlyInAnyOrderElementsOf(contracts());
    }

    private static void collect(Class<?> type, Set<String> contracts) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.getName().startsWith(PACKAGE)) {
                contracts.add(parent.getSimpleName());
            }
            collect(parent, contracts);
        }
    }

    private static Set<String> contracts() throws Exception {
        Path jar = Path.of(MailQueueContract.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.startsWith(PACKAGE) && name.endsWith("Contract.class"))
                    .map(name -> name.substring(PACKAGE.length(), name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> excluded() throws IOException {
        try (InputStream in = QueueContractsTest.class.getResourceAsStream("/contract-exclusions-queue.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .peek(line -> assertThat(line).matches("\\w+\\t.{10,}"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
