package io.gongmail.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process asks of the kernel, by Debian's strace: which files were made durable, what was heard and answered. */
final class SystemCalls implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("(\\d+) +(\\d+)\\.(\\d{6}) (?:<\\.\\.\\. )?(\\w+)(?:\\(| resumed>)(.*)");
    private static final Pattern OF = Pattern.compile("\\d+<(.*?)>(?:,|\\)| )");
    private static final Pattern RESULT = Pattern.compile("\\) += (-?\\d+)");
    private static final long O_DSYNC = 010000; // linux/fcntl.h; O_SYNC has it, too
    private static final String UNFINISHED = "<unfinished ...>";

    private final Process strace;
    private final Path log;
    private final Set<String> synchronous;

    /**
     * Something that happened.
     *
     * @param micros since 1970, when it began
     * @param file or the two ends of a connection
     */
    record Event(long micros, Kind kind, String file) {}

    /** What happened. */
    enum Kind {
        /** What was written to a file lasts now: the call that says so came back. */
        LASTS,
        /** Octets came from a peer. */
        HEARD,
        /** Octets are about to go to a peer. */
        ANSWERS
    }

    private SystemCalls(Process strace, Path log, Set<String> synchronous) {
        this.strace = strace;
        this.log = log;
        this.synchronous = synchronous;
    }

    /** Watches a process that runs, until closed. */
    static SystemCalls of(long process, Path log) throws IOException {
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-ttt",
                        "-yy",
                        "-e",
                        "trace=fsync,fdatasync,read,recvfrom,readv,write,writev,sendto,sendmsg",
                        "-p",
                        Long.toString(process),
                        "-o",
                        log.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader told =
                new BufferedReader(new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
        String line = told.readLine();
        if (line == null || !line.contains("attached")) {
            strace.destroy();
            throw new IOException("strace does not watch: " + line);
        }
        return new SystemCalls(strace, log, synchronous(process));
    }

    /** Files that are open so that each write lasts when it comes back. */
    private static Set<String> synchronous(long process) throws IOException {
        Set<String> files = new HashSet<>();
        Path of = Path.of("/proc", Long.toString(process));
        try (Stream<Path> open = Files.list(of.resolve("fd"))) {
            for (Path each : open.toList()) {
                String flags = Files.readAllLines(of.resolve("fdinfo").resolve(each.getFileName())).stream()
                        .filter(line -> line.startsWith("flags:"))
                        .map(line -> line.substring(6).strip())
                        .findFirst()
                        .orElse("0");
                if ((Long.parseLong(flags, 8) & O_DSYNC) != 0) {
                    files.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        return files;
    }

    /** In their order; after {@link #close}. */
    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        Map<String, String> begun = new HashMap<>();
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            Matcher call = LINE.matcher(line);
            if (!call.matches()) {
                continue; // A signal, or a thread that ended.
            }
            boolean resumed = line.contains(" resumed>");
            boolean unfinished = line.endsWith(UNFINISHED);
            Matcher of = OF.matcher(call.group(5));
            String file = resumed ? begun.getOrDefault(call.group(1), "") : of.find() ? of.group(1) : "";
            if (unfinished) {
                begun.put(call.group(1), file);
            }
            long micros = Long.parseLong(call.group(2) + call.group(3));
            boolean peer = file.startsWith("TCP");
            boolean writes = call.group(4).startsWith("write") || call.group(4).startsWith("send");
            Matcher result = RESULT.matcher(line);
            boolean done = !unfinished && result.find() && Long.parseLong(result.group(1)) >= 0;
            if (peer && writes && !resumed) {
                events.add(new Event(micros, Kind.ANSWERS, file));
            } else if (peer && !writes && done && Long.parseLong(result.group(1)) > 0) {
                events.add(new Event(micros, Kind.HEARD, file));
            } else if (done && (call.group(4).endsWith("sync") || writes && synchronous.contains(file))) {
                events.add(new Event(micros, Kind.LASTS, file));
            }
        }
        return events;
    }

    @Override
    public void close() {
        strace.destroy();
        try {
            if (!strace.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("strace does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
