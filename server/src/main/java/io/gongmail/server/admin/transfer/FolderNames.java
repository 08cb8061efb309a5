package io.gongmail.server.admin.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mailbox.model.MailboxConstants;

/** Names of mail folders as paths: a level of the hierarchy is a folder, what a file system does not take is %XX. */
final class FolderNames {
    static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-F]{2})");

    private FolderNames() {}

    /** The path below {@code top}, its last level followed by {@code ending}. */
    static Path path(Path top, String name, String ending) {
        Path path = top;
        List<String> levels = levels(name);
        for (int i = 0; i < levels.size(); i++) {
            path = path.resolve(escaped(levels.get(i)) + (i == levels.size() - 1 ? ending : ""));
        }
        return path;
    }

    /** The name that {@link #path} was made of. */
    static String name(Path below, String ending) {
        StringBuilder name = new StringBuilder();
        for (Path level : below) {
            String text = level.toString();
            name.append(name.length() == 0 ? "" : DELIMITER).append(text);
        }
        String text = name.toString();
        return unescaped(text.endsWith(ending) ? text.substring(0, text.length() - ending.length()) : text);
    }

    private static List<String> levels(String name) {
        List<String> levels = new ArrayList<>();
        int from = 0;
        for (int at = name.indexOf(DELIMITER); at >= 0; at = name.indexOf(DELIMITER, from)) {
            levels.add(name.substring(from, at));
            from = at + 1;
        }
        levels.add(name.substring(from));
        return levels;
    }

    private static String escaped(String level) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            boolean plain = c >= ' ' && c != 0x7f && "/\\:%*?\"<>|".indexOf(c) < 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append(String.format(java.util.Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(hex -> java.util.regex.Matcher.quoteReplacement(new String(
                        new byte[] {(byte) Integer.parseInt(hex.group(1), 16)}, StandardCharsets.ISO_8859_1)));
    }
}
