package io.gongmail.server.adversary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads {@code adversary.txt}, whose head says how it is written. */
final class AdversarysList {
    private static final String FILE = "adversary.txt";

    private AdversarysList() {}

    /** What somebody would try, and what stands against it. */
    record Line(String text, List<Guard> guards) {}

    /**
     * One guard, and the code without it.
     *
     * @param name what it does, in words
     * @param tests {@code class#method}, all of one module; each must fail without it
     * @param edits what is taken away; several where one guard stands behind another
     */
    record Guard(String line, String name, List<String> tests, List<Edit> edits) {}

    /**
     * @param file from the project's folder
     * @param guard stands there once
     * @param less stands there without it
     */
    record Edit(String file, String guard, String less) {
        /** {@code source}, the file's, without the guard. */
        String in(String source) {
            int at = source.indexOf(guard);
            if (at < 0 || source.indexOf(guard, at + 1) >= 0) {
                throw new IllegalStateException(
                        "not exactly once in " + file + ", so what is without it must be written anew: " + guard);
            }
            return source.substring(0, at) + less + source.substring(at + guard.length());
        }
    }

    static List<Line> read() {
        Reading reading = new Reading();
        try (InputStream in = Objects.requireNonNull(AdversarysList.class.getResourceAsStream(FILE), FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(reading::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(reading.lines);
    }

    private static final class Reading {
        private final List<Line> lines = new ArrayList<>();
        private String file = "";
        private String guarding = "";

        void take(String written) {
            if (written.isBlank() || written.startsWith("#")) {
                return;
            }
            int space = (written + " ").indexOf(' ');
            String value = written.substring(Math.min(space, written.length())).strip();
            switch (written.substring(0, space)) {
                case "==" -> lines.add(new Line(value, new ArrayList<>()));
                case "--" -> line().guards().add(new Guard(line().text(), value, new ArrayList<>(), new ArrayList<>()));
                case "test" -> guard().tests().add(value);
                case "file" -> file = value;
                case "guard" -> guarding = value;
                case "less" -> guard().edits().add(new Edit(file, guarding, value));
                default -> throw new IllegalArgumentException(FILE + " has a line of no kind: " + written);
            }
        }

        private Line line() {
            return lines.get(lines.size() - 1);
        }

        private Guard guard() {
            return line().guards().get(line().guards().size() - 1);
        }
    }
}
