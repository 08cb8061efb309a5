package io.gongmail.bench;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as FETCH gave it.
 *
 * @param text all of it
 * @param own from the field {@code X-Bench} on: what its client sent, without what the server put on top
 * @param id of the journal; empty when the message is none of ours
 */
record Fetched(long uid, String text, String own, Optional<String> id) {
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$", Pattern.MULTILINE);
    // In Java `$` never stands between CR and LF, so the CR must not be matched before it.
    private static final Pattern ID = Pattern.compile("^X-Bench: (\\S+)$", Pattern.MULTILINE);

    /** The message in an untagged line as {@code ImapTalk} gives it; empty when it holds none. */
    static Optional<Fetched> of(String line) {
        Matcher literal = LITERAL.matcher(line);
        if (!line.contains("FETCH") || !literal.find()) {
            return Optional.empty();
        }
        int start = literal.end() + 1;
        int end = start + Integer.parseInt(literal.group(1));
        String text = line.substring(start, end);
        Matcher uid = UID.matcher(line.substring(0, start) + line.substring(end));
        if (!uid.find()) {
            return Optional.empty();
        }
        Matcher id = ID.matcher(text);
        boolean ours = id.find();
        return Optional.of(new Fetched(
                Long.parseLong(uid.group(1)),
                text,
                ours ? text.substring(id.start()) : "",
                ours ? Optional.of(id.group(1)) : Optional.empty()));
    }
}
