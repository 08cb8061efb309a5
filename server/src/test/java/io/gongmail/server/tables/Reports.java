package io.gongmail.server.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a run's reports say (Surefire's {@code TEST-*.xml}). A test that failed, was run again and passed then has passed; one that was
 * skipped has not.
 */
final class Reports {
    private static final List<String> MODULES = List.of(
            "auth-pki", "auth-pki/demo", "mailbox-store", "server", "server/demo", "server/connector", "server/bench");
    private static final Pattern METHOD = Pattern.compile("(\\w+)(?:.*?\\[(\\d+)])?.*", Pattern.DOTALL);

    private final List<Case> cases;

    /** One test as it was run: {@code invocation} is 0 where there is only one. */
    record Case(String type, String method, int invocation, Outcome outcome) {}

    Reports(List<Case> cases) {
        this.cases = List.copyOf(cases);
    }

    /** Those of all modules below {@code project}; none where nothing was run. */
    static Reports of(Path project) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String module : MODULES) {
            Path reports = project.resolve(module).resolve("target/surefire-reports");
            if (Files.isDirectory(reports)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                    for (Path file : files) {
                        read(file, cases);
                    }
                }
            }
        }
        return new Reports(cases);
    }

    private static void read(Path file, List<Case> cases) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String type = "";
            String name = "";
            Outcome outcome = Outcome.PASSED;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            type = attribute(xml, "classname");
                            name = attribute(xml, "name");
                            outcome = Outcome.PASSED;
                        }
                        // not flakyFailure and flakyError, which passed in the end
                        case "failure", "error" -> outcome = outcome.or(Outcome.FAILED);
                        case "skipped" -> outcome = outcome.or(Outcome.SKIPPED);
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    cases.add(of(type, name, outcome));
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(file + " is no report", e);
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** Names of parameterised tests are written {@code method(Type)[n]} or {@code method{Type}[n]}. */
    private static Case of(String type, String name, Outcome outcome) {
        Matcher method = METHOD.matcher(name);
        return method.matches()
                ? new Case(
                        type, method.group(1), method.group(2) == null ? 0 : Integer.parseInt(method.group(2)), outcome)
                : new Case(type, "", 0, outcome); // a class that failed or was skipped as a whole
    }

    /** The worst of what became of all that the name stands for; what a class skips as a whole, it skips of each test. */
    Outcome of(TestName test) {
        return cases.stream()
                .filter(one -> one.type().equals(test.type()))
                .filter(one -> test.method().isEmpty()
                        || one.method().isEmpty()
                        || one.method().equals(test.method())
                                && (test.invocation() == 0 || test.invocation() == one.invocation()))
                .map(Case::outcome)
                .reduce(Outcome::or)
                .orElse(Outcome.NOT_RUN);
    }

    /** All that was run of a class and of those nested in it, as it is in the reports. */
    List<Case> within(String type) {
        return cases.stream()
                .filter(one -> one.type().equals(type) || one.type().startsWith(type + "$"))
                .toList();
    }
}
