package io.gongmail.server.sieve;

import io.gongmail.server.sieve.Matching.Manner;
import io.gongmail.server.sieve.Step.Condition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tests that are known here: RFC 5228 §5, and those of extensions. For one thread. */
final class Tests {
    /** Octets that are read through count for one character that is looked at. */
    private static final int OCTETS_OF_WORK = 8;

    private final Compiler compiler;

    Tests(Compiler compiler) {
        this.compiler = compiler;
    }

    Condition of(Call call) throws ScriptFault {
        Arguments arguments = new Arguments(call);
        return switch (call.name()) {
            case "true" -> constant(arguments, true);
            case "false" -> constant(arguments, false);
            case "not" -> not(call, arguments);
            case "allof" -> several(call, arguments, true);
            case "anyof" -> several(call, arguments, false);
            case "exists" -> exists(arguments);
            case "size" -> size(arguments);
            case "header" -> header(arguments);
            case "address" -> address(arguments);
            case "envelope" -> envelope(arguments);
            case "body" -> body(arguments);
            case "date" -> date(arguments);
            case "currentdate" -> currentDate(arguments);
            case "hasflag" -> hasFlag(arguments);
            case "mailboxexists" -> mailboxExists(arguments);
            default -> throw new ScriptFault(call.line(), "there is no test '" + call.name() + "' here");
        };
    }

    private static Condition constant(Arguments arguments, boolean value) throws ScriptFault {
        arguments.end();
        return run -> value;
    }

    private Condition not(Call call, Arguments arguments) throws ScriptFault {
        arguments.end(1);
        Condition negated = of(call.tests().get(0));
        return run -> !negated.holds(run);
    }

    private Condition several(Call call, Arguments arguments, boolean all) throws ScriptFault {
        arguments.end(-1);
        List<Condition> conditions = new ArrayList<>();
        for (Call test : call.tests()) {
            conditions.add(of(test));
        }
        return run -> {
            for (Condition condition : conditions) {
                if (condition.holds(run) != all) {
                    return !all;
                }
            }
            return all;
        };
    }

    private static Condition exists(Arguments arguments) throws ScriptFault {
        List<String> names = fields(arguments, arguments.strings("a list of header fields"));
        arguments.end();
        return run -> {
            boolean all = true;
            for (String name : names) {
                List<String> values = run.mail().rawHeader(name);
                run.spend(
                        arguments.line(),
                        1 + values.stream().mapToLong(String::length).sum());
                all &= !values.isEmpty();
            }
            return all;
        };
    }

    private static Condition size(Arguments arguments) throws ScriptFault {
        boolean over = arguments.tag("over");
        if (over == arguments.tag("under")) {
            throw arguments.fault("either :over or :under");
        }
        long limit = arguments.number("a size");
        arguments.end();
        return run -> over ? run.mail().size() > limit : run.mail().size() < limit;
    }

    private Condition header(Arguments arguments) throws ScriptFault {
        Manner manner = Manner.of(arguments, compiler);
        List<String> names = fields(arguments, arguments.strings("a list of header fields"));
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> {
            List<String> values = new ArrayList<>();
            names.forEach(name -> values.addAll(run.mail().header(name)));
            return matching.anyOf(values, run);
        };
    }

    private Condition address(Arguments arguments) throws ScriptFault {
        Manner manner = Manner.of(arguments, compiler);
        AddressPart part = AddressPart.of(arguments, compiler);
        List<String> names = fields(arguments, arguments.strings("a list of header fields"));
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> {
            List<String> values = new ArrayList<>();
            for (String name : names) {
                for (String value : run.mail().rawHeader(name)) {
                    run.spend(arguments.line(), value.length());
                    AddressPart.addresses(value).forEach(one -> part.in(one).ifPresent(values::add));
                }
            }
            return matching.anyOf(values, run);
        };
    }

    /** RFC 5228 §5.4. */
    private Condition envelope(Arguments arguments) throws ScriptFault {
        compiler.needs("envelope", arguments);
        Manner manner = Manner.of(arguments, compiler);
        AddressPart part = AddressPart.of(arguments, compiler);
        List<String> parts = new ArrayList<>();
        for (String asked : arguments.strings("a list of envelope parts")) {
            parts.add(asked.toLowerCase(Locale.ROOT));
        }
        if (!List.of("from", "to").containsAll(parts)) {
            throw arguments.fault("an envelope has 'from' and 'to'");
        }
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> {
            List<String> values = new ArrayList<>();
            for (String asked : parts) {
                // The null sender is the empty string, whatever part of it is asked for.
                String whole =
                        asked.equals("to") ? run.mail().to() : run.mail().from().orElse("");
                part.in(whole).ifPresent(values::add);
            }
            return matching.anyOf(values, run);
        };
    }

    /** RFC 5173. To read a message through costs, whatever of it is looked at. */
    private Condition body(Arguments arguments) throws ScriptFault {
        compiler.needs("body", arguments);
        Manner manner = Manner.of(arguments, compiler);
        BodyTransform transform = BodyTransform.of(arguments);
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> {
            run.spend(arguments.line(), run.mail().size() / OCTETS_OF_WORK);
            List<String> parts = run.mail()
                    .body(transform)
                    .orElseThrow(() -> arguments.fault("there is too much to compare in this mail"));
            run.spend(arguments.line(), parts.stream().mapToLong(String::length).sum());
            return matching.anyOf(parts, run);
        };
    }

    /** RFC 5260 §4; without {@code :zone} and {@code :originalzone} in the zone of this server. */
    private Condition date(Arguments arguments) throws ScriptFault {
        compiler.needs("date", arguments);
        Manner manner = Manner.of(arguments, compiler);
        boolean original = arguments.tag("originalzone");
        ZoneOffset zone = zone(arguments);
        if (original && zone != null) {
            throw arguments.fault("one of :zone and :originalzone");
        }
        String name =
                fields(arguments, List.of(arguments.string("a header field"))).get(0);
        DatePart part = DatePart.of(arguments);
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> {
            List<String> values = new ArrayList<>();
            for (String value : run.mail().rawHeader(name)) {
                run.spend(arguments.line(), value.length());
                DatePart.told(value)
                        .map(told -> original ? told : in(zone, told.toInstant(), run))
                        .ifPresent(told -> values.add(part.in(told)));
            }
            return matching.anyOf(values, run);
        };
    }

    /** RFC 5260 §5: when the mail is looked at, the same in all of a script. */
    private Condition currentDate(Arguments arguments) throws ScriptFault {
        compiler.needs("date", arguments);
        Manner manner = Manner.of(arguments, compiler);
        ZoneOffset zone = zone(arguments);
        DatePart part = DatePart.of(arguments);
        Matching matching = manner.with(arguments.strings("a list of keys"));
        arguments.end();
        return run -> matching.anyOf(List.of(part.in(in(zone, run.mail().now().toInstant(), run))), run);
    }

    private static @Nullable ZoneOffset zone(Arguments arguments) throws ScriptFault {
        Optional<String> asked = arguments.tagged("zone");
        return asked.isEmpty() ? null : DatePart.zone(arguments, asked.get());
    }

    private static OffsetDateTime in(@Nullable ZoneOffset zone, Instant when, Run run) {
        return zone == null ? when.atZone(run.mail().now().getZone()).toOffsetDateTime() : when.atOffset(zone);
    }

    /** RFC 5232 §4, without a list of variables. */
    private Condition hasFlag(Arguments arguments) throws ScriptFault {
        compiler.needs("imap4flags", arguments);
        Manner manner = Manner.of(arguments, compiler);
        Matching matching = manner.with(arguments.strings("a list of flags"));
        arguments.end();
        return run -> matching.anyOf(run.flags().listed(), run);
    }

    /** RFC 5490 §3.1. */
    private Condition mailboxExists(Arguments arguments) throws ScriptFault {
        compiler.needs("mailbox", arguments);
        List<String> names = arguments.strings("a list of mailboxes");
        arguments.end();
        for (String name : names) {
            Commands.mailbox(arguments, name);
        }
        return run -> {
            for (String name : names) {
                run.spend(arguments.line(), Run.LOOK);
                if (!run.mail().hasMailbox(name)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static List<String> fields(Arguments arguments, List<String> names) throws ScriptFault {
        for (String name : names) {
            // RFC 5322 §3.6.8
            if (name.isEmpty() || name.length() > 100 || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
                throw arguments.fault("what is no name of a header field");
            }
        }
        return names;
    }
}
