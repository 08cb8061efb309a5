package io.gongmail.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Postfix' table of one address that stands for many (virtual(5), read as {@code texthash:}): the whole audience of a notice, in an order
 * that says nothing of who looks for it.
 */
final class Alias {
    private Alias() {}

    /**
     * The table's text.
     *
     * @param address what the mail is sent to
     * @param members who get it
     */
    static String table(String address, List<String> members, Random random) {
        List<String> order = new ArrayList<>(members);
        Collections.shuffle(order, random);
        // A line that begins with a space goes on with the one before.
        return address + "\n    " + String.join(",\n    ", order) + "\n";
    }

    /**
     * Postfix' settings for it.
     *
     * @param file where the table is
     * @param members how many it has
     * @param together recipients that one delivery has at most
     */
    static String settings(String file, int members, int together) {
        return "virtual_alias_maps = texthash:" + file + "\nvirtual_alias_expansion_limit = " + 2 * members
                + "\nlmtp_destination_recipient_limit = " + together + "\n";
    }
}
