package io.gongmail.server.adversary;

import io.gongmail.server.adversary.AdversarysList.Edit;
import io.gongmail.server.adversary.AdversarysList.Guard;
import io.gongmail.server.adversary.Trial.Outcome;
import io.gongmail.server.adversary.Trial.Went;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Takes the guards of the adversary's list away, one after the other, and runs the tests that must notice: a guard whose tests
 * pass without it guards nothing, or nothing tests it. What is changed is compiled alone and put in front of the class path;
 * sources and compiled modules stay as they are.
 */
final class Guards {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PATIENCE_FOR_ALL = Duration.ofMinutes(15);

    private final PrintWriter out;
    private final String classPath = System.getProperty("java.class.path");

    private Guards(PrintWriter out) {
        this.out = out;
    }

    /** Words of lines, guards or tests to be tried; none: all. Exit code 1 when a guard is not missed, 2 when none is named so. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new Guards(out).tryAll(Arrays.asList(arguments)));
    }

    private int tryAll(List<String> words) throws IOException, InterruptedException {
        List<Guard> guards = AdversarysList.read().stream()
                .flatMap(line -> line.guards().stream())
                .filter(guard -> words.isEmpty() || words.stream().anyMatch(word -> isNamed(guard, word)))
                .toList();
        if (guards.isEmpty()) {
            out.println("no guard is named so");
            return 2;
        }
        if (!passWithAllGuards(guards)) {
            return 1;
        }
        int left = 0;
        for (Guard guard : guards) {
            long begin = System.nanoTime();
            String told = tried(guard);
            out.printf(
                    "%-8s %3d s  %s: %s%n",
                    told.isEmpty() ? "killed" : "ALIVE",
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                    guard.line(),
                    guard.name());
            if (!told.isEmpty()) {
                out.println(told.indent(4).stripTrailing());
                left++;
            }
        }
        out.printf("%d of %d mutants killed%n", guards.size() - left, guards.size());
        return left == 0 ? 0 : 1;
    }

    private static boolean isNamed(Guard guard, String word) {
        return (guard.line() + "\n" + guard.name() + "\n" + guard.tests())
                .toLowerCase(Locale.ROOT)
                .contains(word.toLowerCase(Locale.ROOT));
    }

    private boolean passWithAllGuards(List<Guard> guards) throws IOException, InterruptedException {
        boolean passed = true;
        TreeMap<String, List<String>> byModule = guards.stream()
                .flatMap(guard -> guard.tests().stream())
                .distinct()
                .collect(Collectors.groupingBy(Guards::module, TreeMap::new, Collectors.toList()));
        for (List<String> tests : byModule.values()) {
            for (Outcome outcome : run(classPath, tests, PATIENCE_FOR_ALL)) {
                if (outcome.went() != Went.PASSED) {
                    out.println("with all guards in place: " + outcome);
                    passed = false;
                }
            }
        }
        return passed;
    }

    /** Empty where each test failed as it must, and otherwise what is wrong. */
    private String tried(Guard guard) throws IOException, InterruptedException {
        Path classes = Files.createTempDirectory("gongmail-guards");
        try {
            compile(guard.edits(), classes);
            return run(classes + File.pathSeparator + classPath, guard.tests(), PATIENCE).stream()
                    .filter(outcome -> outcome.went() != Went.FAILED)
                    .map(Outcome::toString)
                    .collect(Collectors.joining("\n"));
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        } finally {
            delete(classes);
        }
    }

    private void compile(List<Edit> edits, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Edit edit : edits) {
            String text = texts.get(edit.file());
            texts.put(edit.file(), edit.in(text == null ? Files.readString(PROJECT.resolve(edit.file())) : text));
        }
        List<JavaFileObject> sources = new ArrayList<>();
        texts.forEach((file, text) -> sources.add(new Source(file, text)));
        List<String> options = List.of(
                "-proc:none", "-implicit:none", "-nowarn", "-parameters", "-d", classes.toString(), "-cp", classPath);
        if (!compiler.getTask(problems, null, null, options, null, sources).call()) {
            throw new IllegalStateException("does not compile: " + problems);
        }
    }

    private List<Outcome> run(String path, List<String> tests, Duration patience)
            throws IOException, InterruptedException {
        Path outcomes = Files.createTempFile("gongmail-trial", ".txt");
        Path said = Files.createTempFile("gongmail-trial", ".log");
        try {
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx1g",
                    "-XX:+UseSerialGC",
                    "-Djava.net.preferIPv4Stack=true",
                    "-Dfile.encoding=UTF-8",
                    "-Djazzer.hooks=false",
                    "-cp",
                    path,
                    Trial.class.getName(),
                    outcomes.toString()));
            command.addAll(tests);
            Process process = new ProcessBuilder(command)
                    .directory(PROJECT.resolve(module(tests.get(0))).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end within " + patience);
            }
            List<Outcome> read =
                    Files.readAllLines(outcomes).stream().map(Outcome::read).toList();
            if (read.size() != tests.size()) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + Files.readString(said));
            }
            return read;
        } finally {
            Files.delete(outcomes);
            Files.delete(said);
        }
    }

    /** The module that has the test. */
    private static String module(String test) {
        String source = test.substring(0, test.indexOf('#')).replace('.', '/') + ".java";
        return Stream.of("auth-pki", "mailbox-store", "server")
                .filter(module -> Files.exists(PROJECT.resolve(module + "/src/test/java/" + source)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no such test: " + test));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file.substring(file.indexOf("/java/") + 6)), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
