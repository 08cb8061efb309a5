package io.gongmail.server.sieve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Flags of a mail (RFC 5232): each once, whatever its case, in the order in which they came. A string may hold several, separated
 * by blanks; what is no flag is left out (§2). For one thread.
 */
final class FlagList {
    /** Beside what a mailbox can keep of one message. */
    static final int MOST = 32;

    private static final int LONGEST = 100;
    private static final List<String> SYSTEM = List.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

    private final Map<String, String> flags = new LinkedHashMap<>();

    static List<String> of(List<String> strings) {
        FlagList list = new FlagList();
        list.add(strings);
        return list.listed();
    }

    void set(List<String> strings) {
        flags.clear();
        add(strings);
    }

    void add(List<String> strings) {
        for (String flag : single(strings)) {
            if (isFlag(flag) && flags.size() < MOST) {
                flags.putIfAbsent(flag.toLowerCase(Locale.ROOT), flag);
            }
        }
    }

    void remove(List<String> strings) {
        single(strings).forEach(flag -> flags.remove(flag.toLowerCase(Locale.ROOT)));
    }

    List<String> listed() {
        return List.copyOf(flags.values());
    }

    private static List<String> single(List<String> strings) {
        List<String> single = new ArrayList<>();
        for (String string : strings) {
            for (String flag : string.strip().split(" +", -1)) {
                if (!flag.isEmpty()) {
                    single.add(flag);
                }
            }
        }
        return single;
    }

    /** RFC 9051 §9: a system flag that a client may set, or an atom. */
    private static boolean isFlag(String flag) {
        if (flag.startsWith("\\")) {
            return SYSTEM.contains(flag.toLowerCase(Locale.ROOT));
        }
        return flag.length() <= LONGEST
                && flag.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
    }
}
