package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Message identifiers (RFC 5322 §3.6.4) in header fields, of US-ASCII alone. */
final class MessageIds {
    /** The last are the nearest: of more than so many the first are left out. */
    static final int MOST = 100;

    private static final int LONGEST = 250;
    private static final Pattern ID = Pattern.compile("<([!-;=?-~]{1," + LONGEST + "})>");

    private MessageIds() {}

    /** Those in a field, in their order, without quoting, which makes no difference (RFC 5256 §3). */
    static List<String> in(String field) {
        List<String> ids = new ArrayList<>();
        Matcher id = ID.matcher(field);
        while (id.find()) {
            ids.add(id.group(1).replace("\"", "").replace("\\", ""));
        }
        return ids.size() <= MOST ? ids : ids.subList(ids.size() - MOST, ids.size());
    }

    /** The same as a field, for storing. */
    static String field(String field) {
        StringBuilder ids = new StringBuilder();
        in(field)
                .forEach(id ->
                        ids.append(ids.length() == 0 ? "<" : " <").append(id).append('>'));
        return ids.toString();
    }
}
