package io.gongmail.server.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row without a test that passed in the run is told, whatever else became of it. */
class ProofTest {
    private static final String NAMESPACE = "io.gongmail.server.imap.NamespaceTest";

    @TempDir
    Path project;

    /** What is in the reports: a test and what stands in its element. */
    private final Map<TestName, String> run = new LinkedHashMap<>();

    @BeforeEach
    void allPass() throws IOException {
        Stream.of(
                        Clients.rows().stream().map(row -> row.cell(3)),
                        Extensions.rows().stream().map(row -> row.cell(2)),
                        Comparison.rows().stream().map(row -> row.cell(5)),
                        ImapScripts.rows().stream().map(row -> row.cell(2)))
                .flatMap(cells -> cells)
                .flatMap(cell -> TestName.all(cell).stream())
                .forEach(test -> run.put(test, ""));
        assertThat(wrong("1")).allMatch(told -> told.contains("is another than"));
        Files.createDirectories(project.resolve("server/src"));
        Files.move(project.resolve("server/target/site"), project.resolve("server/src/site"));
    }

    private List<String> wrong(String version) throws IOException {
        Path reports = Files.createDirectories(project.resolve("server/target/surefire-reports"));
        String cases = run.entrySet().stream().map(ProofTest::written).collect(Collectors.joining());
        Files.writeString(reports.resolve("TEST-all.xml"), "<testsuite><properties/>" + cases + "</testsuite>");
        return Tables.in(project, command -> version);
    }

    private static String written(Map.Entry<TestName, String> one) {
        TestName test = one.getKey();
        String name = test.method().isEmpty() ? "anything" : test.method();
        String invocation = test.invocation() == 0 ? "" : "{Client}[" + test.invocation() + "]";
        return "<testcase name=\"" + name + invocation + "\" classname=\"" + test.type() + "\" time=\"0.1\">"
                + one.getValue() + "</testcase>";
    }

    @Test
    void whereEveryTestPassedNothingIsWrong() throws IOException {
        assertThat(wrong("1")).isEmpty();
    }

    @Test
    void anotherVersionOfAProgramIsNothingWrong() throws IOException {
        assertThat(wrong("2")).isEmpty();
        assertThat(Files.readString(project.resolve("server/target/site/clients.md")))
                .contains("| 2 |");
    }

    @ParameterizedTest
    @CsvSource({
        "<failure message=\"x\">expected</failure>, FAILED",
        "<error type=\"x\"/>, FAILED",
        "<failure/><rerunFailure/>, FAILED",
        "<skipped message=\"curl is not installed\"/>, was skipped"
    })
    void aRowWhoseTestDidNotPassIsToldWithTheTest(String became, String told) throws IOException {
        run.put(TestName.of(NAMESPACE), became);
        assertThat(wrong("1"))
                .contains(
                        "extensions.md: IMAP, NAMESPACE: imap.NamespaceTest " + told,
                        "comparison.md: IMAP, NAMESPACE: imap.NamespaceTest " + told)
                .hasSize(4); // and the two pages that tell so
    }

    @Test
    void aTestThatPassedWhenItWasRunAgainHasPassed() throws IOException {
        run.put(TestName.of(NAMESPACE), "<flakyFailure message=\"x\"><stackTrace>x</stackTrace></flakyFailure>");
        assertThat(wrong("1")).isEmpty();
    }

    @Test
    void aTestThatWasNotRunIsNoProof() throws IOException {
        run.remove(TestName.of(NAMESPACE));
        assertThat(wrong("1")).contains("extensions.md: IMAP, NAMESPACE: imap.NamespaceTest was not run");
    }

    @Test
    void oneInvocationIsNotProvedByAnother() throws IOException {
        run.remove(TestName.of("smtp.ClientsTest#theRightCertificateSends[2]"));
        assertThat(wrong("1"))
                .containsOnlyOnce("clients.md: swaks: smtp.ClientsTest#theRightCertificateSends[2] was not run")
                .hasSize(2);
    }

    @Test
    void withoutReportsNoRowIsProved() throws IOException {
        run.clear();
        assertThat(wrong("1"))
                .hasSizeGreaterThan(Extensions.rows().size())
                .anyMatch(told -> told.equals("clients.md: Postfix: outbound.PostfixTest was not run"))
                .anyMatch(told -> told.startsWith("imap-scripts.md: Search: "));
    }

    @Test
    void aScriptThatHasNoRowIsTold() throws IOException {
        run.put(TestName.of("imap.scripts.JamesScriptsTest$NewScripts#testNew"), "");
        assertThat(wrong("1")).contains("imap-scripts.md: NewScripts was run and has no row");
    }

    @Test
    void aPageThatWasChangedByHandIsTold() throws IOException {
        Path kept = project.resolve("server/src/site/comparison.md");
        Files.writeString(kept, Files.readString(kept).replaceFirst("\\| no \\(D", "| yes (D"));
        assertThat(wrong("1")).singleElement().asString().startsWith("server/src/site/comparison.md is another than");
    }

    @Test
    void aReportWithADocumentTypeIsNotRead() throws IOException {
        Path reports = Files.createDirectories(project.resolve("auth-pki/target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-evil.xml"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuite>&e;</testsuite>");
        assertThatThrownBy(() -> wrong("1")).isInstanceOf(IOException.class).hasMessageContaining("TEST-evil.xml");
    }

    /** As Surefire writes them; a class that failed as a whole has no name of a test. */
    @ParameterizedTest
    @CsvSource({
        "reads(Client)[1], reads, 1",
        "reads{Client}[12], reads, 12",
        "isAScriptOrTold(byte[])[3], isAScriptOrTold, 3",
        "isAScriptOrTold{byte[]}, isAScriptOrTold, 0",
        "reads{TestInfo}, reads, 0",
        "reads, reads, 0",
        "'', '', 0"
    })
    void namesOfTestsAreThoseOfTheirMethods(String name, String method, int invocation) throws IOException {
        Path reports = Files.createDirectories(project.resolve("auth-pki/target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-names.xml"),
                "<testsuite><testcase name=\"" + name + "\" classname=\"a.NamesTest\"/></testsuite>");
        assertThat(Reports.of(project).within("a.NamesTest"))
                .containsExactly(new Reports.Case("a.NamesTest", method, invocation, Outcome.PASSED));
    }

    @Test
    void aProgramThatSaysNothingInTimeOrIsNotThereHasNoVersion() {
        assertThat(Programs.version("no-such-program --version")).isEqualTo("not installed");
        assertThat(Programs.version("echo curl 7.88.1 (x86_64)")).isEqualTo("curl 7.88.1");
        assertThat(Programs.version("echo /usr/bin/sieve-connect: Version 0.90"))
                .isEqualTo("sieve-connect: Version 0.90");
        assertThat(Programs.version("echo -e /usr/bin/x: 9: [: 25276514304: unexpected"))
                .isEqualTo("does not tell");
        assertThat(Programs.version("")).isEmpty();
    }
}
