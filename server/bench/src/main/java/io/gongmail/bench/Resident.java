package io.gongmail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Memory of processes that is resident, as the kernel counts it (proc(5), {@code smaps}): pages that several processes share
 * count for each by its share, so that a sum over processes counts none twice. What the kernel itself keeps for sockets and
 * processes is not in it.
 */
final class Resident {
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern SHARE = Pattern.compile("Pss:\\s+(\\d+) kB");
    private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{8,16})");

    private Resident() {}

    /** Addresses, the end not included. */
    record Range(long from, long to) {
        private boolean holds(Range other) {
            return from <= other.from && other.to <= to;
        }
    }

    /**
     * Where a JVM keeps its heap, from what its diagnostic command {@code GC.heap_info} says: from the lowest to the highest
     * address in it, what is reserved and not yet used included.
     *
     * @throws IOException when no address is told
     */
    static Range heap(String heapInfo) throws IOException {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (String line : heapInfo.split("\n", -1)) {
            Matcher address = ADDRESS.matcher(line.toLowerCase(Locale.ROOT));
            while (address.find()) {
                long value = Long.parseLong(address.group(1), 16);
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        if (highest == 0) {
            throw new IOException("no address in " + heapInfo);
        }
        return new Range(lowest, highest);
    }

    /** KiB of {@code process} alone, those within {@code left} left out. */
    static long kibWithout(long process, Range left) throws IOException {
        return kibWithout(
                Files.readAllLines(Path.of("/proc", Long.toString(process), "smaps"), StandardCharsets.ISO_8859_1),
                left);
    }

    static long kibWithout(List<String> smaps, Range left) {
        long kib = 0;
        boolean counts = true;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                // Addresses of the kernel's own pages have the highest bit set.
                counts = !left.holds(new Range(
                        Long.parseUnsignedLong(mapping.group(1), 16), Long.parseUnsignedLong(mapping.group(2), 16)));
            }
            if (counts) {
                kib += share(line);
            }
        }
        return kib;
    }

    /** KiB of the processes and all below them. */
    static long kibOfTrees(List<Long> roots) throws IOException {
        long kib = 0;
        for (long root : roots) {
            ProcessHandle first =
                    ProcessHandle.of(root).orElseThrow(() -> new IOException("process " + root + " is gone"));
            for (ProcessHandle process :
                    Stream.concat(Stream.of(first), first.descendants()).toList()) {
                try {
                    for (String line : Files.readAllLines(
                            Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"),
                            StandardCharsets.ISO_8859_1)) {
                        kib += share(line);
                    }
                } catch (NoSuchFileException e) {
                    continue; // it has ended meanwhile
                } catch (IOException e) {
                    if (process.isAlive()) {
                        throw e;
                    }
                }
            }
        }
        return kib;
    }

    private static long share(String line) {
        Matcher share = SHARE.matcher(line);
        return share.matches() ? Long.parseLong(share.group(1)) : 0;
    }

    /** KiB that programs may still take without others being swapped out. */
    static long kibAvailable() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no MemAvailable in /proc/meminfo");
    }
}
