package io.gongmail.server.config;

import io.gongmail.pki.PolicyOid;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One section of the file. A look-up names its key, default, bounds and documentation; a wrong value is noted as a problem
 * and the default used, so that one reading tells every problem.
 */
final class Section {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

    private final Path file;
    private final Path home;
    private final String name;
    private final Map<String, String> values;
    private final List<Problem> problems;
    private final Map<String, Key> known = new LinkedHashMap<>();

    Section(Path file, Path home, String name, Map<String, String> values, List<Problem> problems) {
        this.file = file;
        this.home = home;
        this.name = name;
        this.values = values;
        this.problems = problems;
    }

    /** A key as the reference tells it. */
    record Key(String name, String documentation, String allowed, String standard) {}

    String name() {
        return name;
    }

    /** The keys looked up so far, in that order. */
    List<Key> known() {
        return List.copyOf(known.values());
    }

    String text(String key, String standard, String documentation) {
        return read(key, standard, "text without line breaks", documentation, Optional::of, standard);
    }

    int count(String key, int standard, int least, int most, String documentation) {
        return read(
                key,
                standard,
                "a number from " + least + " to " + most,
                documentation,
                text -> number(text).filter(n -> n >= least && n <= most).map(Long::intValue),
                Integer.toString(standard));
    }

    /** Different numbers, in any order; {@code never} for none. */
    List<Integer> counts(String key, List<Integer> standard, int least, int most, String documentation) {
        return read(
                key,
                standard,
                "never, or different numbers from " + least + " to " + most + ", separated by commas",
                documentation,
                text -> text.equals("never")
                        ? Optional.of(List.of())
                        : all(
                                        text,
                                        part -> number(part)
                                                .filter(n -> n >= least && n <= most)
                                                .map(Long::intValue))
                                .filter(some -> some.stream().distinct().count() == some.size()),
                standard.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    DataSize size(String key, DataSize standard, DataSize least, DataSize most, String documentation) {
        return read(
                key,
                standard,
                "a size from " + least + " to " + most + " (B, KiB, MiB, GiB)",
                documentation,
                text -> DataSize.parse(text)
                        .filter(size -> size.bytes() >= least.bytes() && size.bytes() <= most.bytes()),
                standard.toString());
    }

    Duration duration(String key, Duration standard, Duration least, Duration most, String documentation) {
        return read(
                key,
                standard,
                "a duration from " + written(least) + " to " + written(most) + " (ms, s, min, h, d)",
                documentation,
                text -> parsed(text).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0),
                written(standard));
    }

    /** Some durations, at least one, in an order that means something. */
    List<Duration> durations(String key, List<Duration> standard, Duration least, Duration most, String documentation) {
        return read(
                key,
                standard,
                "durations from " + written(least) + " to " + written(most)
                        + " (ms, s, min, h, d), separated by commas",
                documentation,
                text -> all(text, part -> parsed(part).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0)),
                standard.stream().map(Section::written).collect(Collectors.joining(", ")));
    }

    /** As {@link #duration}; {@code never}, which is the default, and {@code 0} are zero. */
    Duration durationOrNever(String key, Duration least, Duration most, String documentation) {
        return durationOrNever(key, Duration.ZERO, least, most, documentation);
    }

    /** The same with another default. */
    Duration durationOrNever(String key, Duration standard, Duration least, Duration most, String documentation) {
        return read(
                key,
                standard,
                "never (or 0), or a duration from " + written(least) + " to " + written(most) + " (ms, s, min, h, d)",
                documentation,
                text -> text.equals("never") || text.equals("0")
                        ? Optional.of(Duration.ZERO)
                        : parsed(text).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0),
                standard.isZero() ? "never" : written(standard));
    }

    <E extends Enum<E>> E choice(String key, E standard, String documentation) {
        List<E> choices = List.of(standard.getDeclaringClass().getEnumConstants());
        String allowed = String.join(
                ", ", choices.stream().map(choice -> lower(choice.name())).toList());
        return read(
                key,
                standard,
                "one of " + allowed,
                documentation,
                text -> choices.stream()
                        .filter(choice -> lower(choice.name()).equals(text))
                        .findFirst(),
                lower(standard.name()));
    }

    /** Some of an enum's values, each once, in an order that means something; {@code standard} is not empty. */
    <E extends Enum<E>> List<E> choices(String key, List<E> standard, String documentation) {
        List<E> choices = List.of(standard.get(0).getDeclaringClass().getEnumConstants());
        return read(
                key,
                standard,
                "some of " + listed(choices) + ", each once, separated by commas",
                documentation,
                text -> all(
                                text,
                                part -> choices.stream()
                                        .filter(choice -> lower(choice.name()).equals(part))
                                        .findFirst())
                        .filter(chosen -> chosen.stream().distinct().count() == chosen.size()),
                listed(standard));
    }

    private static String listed(List<? extends Enum<?>> choices) {
        return String.join(
                ", ", choices.stream().map(choice -> lower(choice.name())).toList());
    }

    /** A path; a relative one is taken from the folder above {@code conf}. */
    Path path(String key, String standard, String documentation) {
        return read(
                key,
                home.resolve(standard),
                "a path, no address; a relative one is taken from the folder above conf",
                documentation,
                this::path,
                standard);
    }

    /** A path, or none. */
    Optional<Path> pathOrNone(String key, String documentation) {
        return read(
                key,
                Optional.empty(),
                "a path, no address, or nothing; a relative one is taken from the folder above conf",
                documentation,
                text -> text.isEmpty()
                        ? Optional.of(Optional.empty())
                        : path(text).map(Optional::of),
                "");
    }

    /** Some paths; where {@code standard} is empty there may be none. */
    List<Path> paths(String key, String standard, String documentation) {
        return read(
                key,
                standard.isEmpty() ? List.of() : List.of(home.resolve(standard)),
                "paths separated by commas, no addresses; a relative one is taken from the folder above conf",
                documentation,
                text -> text.isEmpty() && standard.isEmpty() ? Optional.of(List.of()) : all(text, this::path),
                standard);
    }

    List<String> names(String key, String standard, String documentation) {
        return read(
                key,
                List.of(standard),
                "names separated by commas",
                documentation,
                text -> all(
                        text.toLowerCase(Locale.ROOT),
                        name -> name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
                                ? Optional.of(name)
                                : Optional.empty()),
                standard);
    }

    /** Entries separated by commas, of a form of their own; none where nothing is written. */
    <T> List<T> entries(String key, String allowed, Function<String, Optional<T>> parse, String documentation) {
        return read(
                key,
                List.of(),
                allowed,
                documentation,
                text -> text.isEmpty() ? Optional.of(List.of()) : all(text, parse),
                "");
    }

    URI uri(String key, String standard, String documentation) {
        return read(key, URI.create(standard), "an http or https address", documentation, Section::uri, standard);
    }

    TreeSet<PolicyOid> policies(String key, String standard, String documentation) {
        return read(
                key,
                new TreeSet<>(all(standard, Section::oid).orElseThrow()),
                "object identifiers separated by commas",
                documentation,
                text -> all(text, Section::oid).map(TreeSet::new),
                standard);
    }

    /** Notes {@code key} as wrong for a reason that its type alone does not tell. */
    void problem(String key, String wrong, String allowed) {
        problems.add(new Problem(file, name, key, wrong, allowed));
    }

    /** Notes every key of the file that no look-up asked for. */
    void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!known.containsKey(key)) {
                problem(key, "is not a key", Nearest.to(key, known.keySet(), "see reference.ini"));
            }
        }
    }

    private <T> T read(
            String key,
            T standard,
            String allowed,
            String documentation,
            Function<String, Optional<T>> parse,
            String standardText) {
        known.put(key, new Key(key, documentation, allowed, standardText));
        String text = values.get(key);
        if (text == null) {
            return standard;
        }
        Optional<T> value = parse.apply(text.strip());
        if (value.isEmpty()) {
            problem(key, "'" + shortened(text) + "' is not allowed", "allowed: " + allowed);
        }
        return value.orElse(standard);
    }

    private Optional<Path> path(String text) {
        try {
            return text.isEmpty() || ADDRESS.matcher(text).lookingAt()
                    ? Optional.empty()
                    : Optional.of(home.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<PolicyOid> oid(String text) {
        try {
            return Optional.of(new PolicyOid(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<List<T>> all(String text, Function<String, Optional<T>> parse) {
        List<T> found = new ArrayList<>();
        for (String part : Stream.of(text.split(",", -1)).map(String::strip).toList()) {
            Optional<T> value = parse.apply(part);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            found.add(value.get());
        }
        return Optional.of(List.copyOf(found));
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** As the file has durations. */
    static Optional<Duration> parsed(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "min" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private static String written(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.getSeconds() % 86_400 == 0 && !duration.isZero()) {
            return duration.toDays() + " d";
        }
        if (duration.getSeconds() % 3_600 == 0 && !duration.isZero()) {
            return duration.toHours() + " h";
        }
        return duration.getSeconds() % 60 == 0 && !duration.isZero()
                ? duration.toMinutes() + " min"
                : duration.getSeconds() + " s";
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
