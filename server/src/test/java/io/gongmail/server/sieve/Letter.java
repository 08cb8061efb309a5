package io.gongmail.server.sieve;

import io.gongmail.server.delivery.Disposition;
import io.gongmail.server.delivery.Disposition.Filing;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mail for scripts to be run on. */
record Letter(List<String> fields, Optional<String> from, String to, long size, Set<String> mailboxes)
        implements Arriving {
    static Letter with(String... fields) {
        return new Letter(
                List.of(fields),
                Optional.of("kim@moe.gongmail.example"),
                "hong@moe.gongmail.example",
                1_000,
                Set.of("보관", "Work.Mail"));
    }

    /** What the script makes of it. */
    Disposition by(String text) {
        try {
            return script(text).on(this);
        } catch (ScriptFault e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Why the script failed on it. */
    String failsBy(String text) {
        Script script = script(text);
        try {
            throw new AssertionError("did not fail: " + script.on(this));
        } catch (ScriptFault e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Whether a test holds of it. */
    boolean is(String test, String... required) {
        String quoted = required.length == 0 ? "" : "require [\"" + String.join("\", \"", required) + "\"];";
        return by(quoted + " if " + test + " { discard; }").filings().isEmpty();
    }

    static Script script(String text) {
        return Script.check(text).fold(script -> script, why -> {
            throw new AssertionError(why);
        });
    }

    /** Why a text is no script. */
    static String why(String text) {
        return Script.check(text)
                .fold(
                        script -> {
                            throw new AssertionError("it is one");
                        },
                        why -> why);
    }

    static List<String> places(Disposition disposition) {
        return disposition.filings().stream().map(Filing::mailbox).toList();
    }

    @Override
    public List<String> header(String name) {
        return rawHeader(name);
    }

    @Override
    public List<String> rawHeader(String name) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (field.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(field.substring(colon + 1).strip());
            }
        }
        return values;
    }

    /** It has none. */
    @Override
    public Optional<List<String>> body(BodyTransform wanted) {
        return Optional.of(List.of());
    }

    /** Before nine in Seoul, on a Sunday, and the day before elsewhere. */
    @Override
    public ZonedDateTime now() {
        return ZonedDateTime.of(2026, 3, 1, 8, 5, 9, 0, ZoneId.of("Asia/Seoul"));
    }

    @Override
    public boolean hasMailbox(String name) {
        return mailboxes.contains(name);
    }
}
