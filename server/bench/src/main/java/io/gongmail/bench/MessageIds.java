package io.gongmail.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Who has which notice at the peer, as {@code doveadm -f tab fetch -F FILE hdr.message-id} tells: a title, and a line for each message. */
final class MessageIds {
    private static final String TAB = "\t";

    private MessageIds() {}

    /**
     * Tells {@code tally} what everybody has.
     *
     * @param addresses everybody, also who has nothing
     * @param notices how many there were
     * @throws IOException when a line is none, or of somebody else
     */
    static void tell(List<String> lines, List<String> addresses, int notices, NoticeTally tally) throws IOException {
        Map<String, int[]> copies = new HashMap<>();
        Map<String, Integer> strange = new HashMap<>();
        addresses.forEach(address -> copies.put(address.toLowerCase(Locale.ROOT), new int[notices]));
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] fields = line.split(TAB, -1);
            int[] own = copies.get(fields[0].toLowerCase(Locale.ROOT));
            if (own == null || fields.length < 2) {
                throw new IOException("doveadm: " + line);
            }
            OptionalInt notice = NoticeSystem.indexIn("Message-ID: " + fields[1].strip());
            if (notice.isPresent() && notice.getAsInt() < notices) {
                own[notice.getAsInt()]++;
            } else {
                strange.merge(fields[0].toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        copies.forEach((address, own) -> tally.has(own, strange.getOrDefault(address, 0)));
    }
}
