package io.gongmail.server.agency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong with a list: the first 100 faults, and how many there are. Not thread-safe. */
final class Faults {
    private static final int SHOWN = 100;

    private final List<Told> first = new ArrayList<>();
    private int count;

    void add(Told fault) {
        if (count++ < SHOWN) {
            first.add(fault);
        }
    }

    void add(String code, int line, Map<String, String> facts) {
        Map<String, String> all = new TreeMap<>(facts);
        all.put("line", Integer.toString(line));
        add(new Told(code, all));
    }

    int count() {
        return count;
    }

    boolean areThere() {
        return count > 0;
    }

    <T> Listed<T> told() {
        // What is wrong with the list as a whole comes first.
        first.sort(
                Comparator.comparingInt(fault -> Integer.parseInt(fault.facts().getOrDefault("line", "0"))));
        return new Listed.Faulty<>(first, count);
    }
}
