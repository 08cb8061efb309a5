package io.gongmail.server.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a body is compared (RFC 5173 §5).
 *
 * @param isRaw whether it is all of it as it stands
 * @param types else the kinds of parts, lower case: {@code text}, {@code text/plain}, or empty for all
 */
record BodyTransform(boolean isRaw, List<String> types) {
    BodyTransform {
        types = List.copyOf(types);
    }

    /** Without a tag it is {@code :text}, which is the text of all text parts here. */
    static BodyTransform of(Arguments arguments) throws ScriptFault {
        List<BodyTransform> asked = new ArrayList<>();
        if (arguments.tag("raw")) {
            asked.add(new BodyTransform(true, List.of()));
        }
        if (arguments.tag("text")) {
            asked.add(new BodyTransform(false, List.of("text")));
        }
        Optional<List<String>> content = arguments.taggedList("content");
        content.ifPresent(types -> asked.add(new BodyTransform(
                false, types.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList())));
        if (asked.size() > 1) {
            throw arguments.fault("one of :raw, :content and :text");
        }
        return asked.isEmpty() ? new BodyTransform(false, List.of("text")) : asked.get(0);
    }

    /** Whether a part of that kind is looked at (RFC 5173 §5.2): one with a slash too many or nothing beside it is nobody's. */
    boolean wants(String type) {
        return types.stream()
                .anyMatch(asked -> asked.isEmpty()
                        || asked.equals(type)
                        || asked.indexOf('/') < 0 && type.startsWith(asked + "/"));
    }
}
