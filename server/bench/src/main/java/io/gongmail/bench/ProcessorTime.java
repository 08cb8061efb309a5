package io.gongmail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Processor time of a process and of all below it, those that ended included, as the kernel counts it (proc(5)): user and
 * system time, and what a process took over from children it has waited for. A child that a process forgot to wait for is
 * still there to be read.
 */
final class ProcessorTime {
    /** Of the kernel's figures for programs (USER_HZ): 100 on every platform that Debian knows. */
    private static final int TICKS_A_SECOND = 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED = 13;
    private static final int SYSTEM_OF_ENDED = 14;

    private ProcessorTime() {}

    /**
     * One line of {@code /proc/PID/stat}.
     *
     * @param ticks its own and those of the children it waited for
     */
    record Stat(long process, long parent, long ticks) {
        /** @throws IllegalArgumentException when it is no such line */
        static Stat parse(String line) {
            // The second field is the command's name in parentheses; it may hold spaces and parentheses itself.
            int name = line.indexOf(" (");
            int end = line.lastIndexOf(')');
            if (name < 0 || end < name) {
                throw new IllegalArgumentException("no name in " + line);
            }
            String[] fields = line.substring(end + 1).strip().split(" ");
            if (fields.length <= SYSTEM_OF_ENDED) {
                throw new IllegalArgumentException("too few fields in " + line);
            }
            return new Stat(
                    Long.parseLong(line.substring(0, name)),
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[USER])
                            + Long.parseLong(fields[SYSTEM])
                            + Long.parseLong(fields[USER_OF_ENDED])
                            + Long.parseLong(fields[SYSTEM_OF_ENDED]));
        }
    }

    /**
     * What {@code root} and all below it have used up to now.
     *
     * @throws IOException when it is gone
     */
    static Duration ofTree(long root) throws IOException {
        return ofTree(root, all());
    }

    static Duration ofTree(long root, List<Stat> all) throws IOException {
        Map<Long, List<Stat>> children = new HashMap<>();
        Deque<Stat> open = new ArrayDeque<>();
        for (Stat stat : all) {
            children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(stat);
            if (stat.process() == root) {
                open.add(stat);
            }
        }
        if (open.isEmpty()) {
            throw new IOException("process " + root + " is gone");
        }
        Set<Long> counted = new HashSet<>();
        long ticks = 0;
        while (!open.isEmpty()) {
            Stat stat = open.remove();
            if (counted.add(stat.process())) {
                ticks += stat.ticks();
                open.addAll(children.getOrDefault(stat.process(), List.of()));
            }
        }
        return Duration.ofMillis(ticks * 1_000 / TICKS_A_SECOND);
    }

    private static List<Stat> all() throws IOException {
        List<Stat> all = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    // Names are octets of any kind.
                    all.add(Stat.parse(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1)));
                } catch (NoSuchFileException e) {
                    continue; // it has ended meanwhile
                } catch (IOException e) {
                    if (Files.exists(process)) {
                        throw e;
                    }
                }
            }
        }
        return all;
    }
}
