package io.gongmail.connector.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes the file of settings: Java properties in UTF-8, for its owner alone. */
public final class SettingsFile {
    /** A backslash that stands alone vanishes in a properties file, and {@code C:\GPKI} with it. */
    private static final Pattern LONE_BACKSLASH = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\(?![\\\\:=#!u])");

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * What a file says, whole or not.
     *
     * @param values as they stand there, known keys only
     * @param problems of form: unknown keys, keys twice, lone backslashes; what is missing is not among them
     */
    public record Reading(Map<SettingKey, String> values, List<String> problems) {
        public Reading {
            values = Map.copyOf(values);
            problems = List.copyOf(problems);
        }
    }

    public Path path() {
        return file;
    }

    /** @throws IOException when it is not there, not a properties file, or open to others */
    public Reading read() throws IOException {
        String text = OwnersFile.text(file);
        List<String> problems = new ArrayList<>();
        Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);
        for (String line : text.lines().toList()) {
            if (!line.strip().startsWith("#") && LONE_BACKSLASH.matcher(line).find()) {
                problems.add(file + ": '" + line.strip().split("[=: ]", 2)[0]
                        + "': a backslash that stands alone; write a slash, or two of them");
            }
        }
        try {
            new Properties() {
                private static final long serialVersionUID = 1L;

                @Override
                public synchronized Object put(Object key, Object value) {
                    String name = String.valueOf(key);
                    Optional<SettingKey> known = SettingKey.of(name);
                    if (known.isEmpty()) {
                        problems.add(file + ": '" + name + "': no such key; these are: " + allKeys());
                    } else if (values.put(known.get(), String.valueOf(value).strip()) != null) {
                        problems.add(file + ": '" + name + "': stands there twice; keep one");
                    }
                    return value;
                }
            }.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": a broken \\u in it; write the character itself, in UTF-8", e);
        }
        return new Reading(values, problems);
    }

    /** @throws IOException that tells every problem at once, a line each */
    public Settings settings() throws IOException {
        Reading reading = read();
        return checked(reading.values(), reading.problems());
    }

    /** What {@code values} mean, beside this file; the same exception. */
    public Settings settings(Map<SettingKey, String> values) throws IOException {
        return checked(values, List.of());
    }

    private Settings checked(Map<SettingKey, String> values, List<String> before) throws IOException {
        List<String> problems = new ArrayList<>(before);
        Optional<Settings> settings = new CheckedValues(file, values, problems).settings();
        return settings.filter(found -> problems.isEmpty())
                .orElseThrow(() -> new IOException(String.join("\n", problems)));
    }

    /** Every key that {@code values} has, each below what it means. */
    public void write(Map<SettingKey, String> values) throws IOException {
        OwnersFile.write(file, written(values).getBytes(StandardCharsets.UTF_8));
    }

    static String written(Map<SettingKey, String> values) {
        StringBuilder text = new StringBuilder(
                "# Settings of the Gongmail connector. For their owner alone: the secret is in them.\n");
        for (SettingKey key : SettingKey.values()) {
            String value = values.get(key);
            if (value != null) {
                text.append('\n')
                        .append(comment(key))
                        .append(key.key())
                        .append(" = ")
                        .append(escaped(value))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Every key, those without a default commented out. */
    static String reference() {
        StringBuilder text = new StringBuilder(
                "# Every setting of the Gongmail connector with its default; unknown keys are errors.\n");
        for (SettingKey key : SettingKey.values()) {
            text.append('\n').append(comment(key));
            if (key.standard().isEmpty()) {
                text.append("#");
            }
            text.append(key.key()).append(" = ").append(key.standard()).append('\n');
        }
        return text.toString().replace(" = \n", " =\n");
    }

    private static String comment(SettingKey key) {
        Matcher lines = Pattern.compile("(.{1,110})(?: |$)").matcher(key.meaning());
        return lines.results().map(line -> "# " + line.group(1) + "\n").collect(Collectors.joining());
    }

    /** Of Properties' syntax only a backslash means something inside a value. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }

    private static String allKeys() {
        return Stream.of(SettingKey.values()).map(SettingKey::key).collect(Collectors.joining(", "));
    }
}
