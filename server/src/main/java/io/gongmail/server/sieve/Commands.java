package io.gongmail.server.sieve;

import io.gongmail.server.delivery.Answer;
import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Vacation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The actions that are known here: RFC 5228 §4, and those of extensions. For one thread. */
final class Commands {
    private static final int LONGEST_MAILBOX = 200;
    private static final int LONGEST_REASON = 1_000;
    /** RFC 5230 §4.1 lets a server bound both. */
    private static final long MOST_DAYS = 60;

    private static final long USUAL_DAYS = 7;

    private final Compiler compiler;

    Commands(Compiler compiler) {
        this.compiler = compiler;
    }

    /** Control commands are the compiler's. */
    Step of(Call call) throws ScriptFault {
        if (call.block().isPresent()) {
            throw new ScriptFault(call.line(), call.name() + ": no block belongs here");
        }
        Arguments arguments = new Arguments(call);
        return switch (call.name()) {
            case "stop" -> simple(arguments, Run::stop);
            case "discard" -> simple(arguments, Run::discard);
            case "keep" -> keep(arguments);
            case "fileinto" -> fileInto(arguments);
            case "redirect" -> redirect(arguments);
            case "reject", "ereject" -> reject(call.name(), arguments);
            case "setflag", "addflag", "removeflag" -> flag(call.name(), arguments);
            case "vacation" -> vacation(arguments);
            default -> throw new ScriptFault(call.line(), "there is no command '" + call.name() + "' here");
        };
    }

    private interface Simple {
        void on(Run run);
    }

    private static Step simple(Arguments arguments, Simple action) throws ScriptFault {
        arguments.end();
        return action::on;
    }

    private Step keep(Arguments arguments) throws ScriptFault {
        Optional<List<String>> flags = flags(arguments);
        arguments.end();
        return run -> run.keep(flags.orElseGet(() -> run.flags().listed()));
    }

    /** RFC 5232 §5: with these flags in place of those set before. */
    private Optional<List<String>> flags(Arguments arguments) throws ScriptFault {
        Optional<List<String>> flags = arguments.taggedList("flags");
        if (flags.isPresent()) {
            compiler.needs("imap4flags", arguments);
        }
        return flags.map(FlagList::of);
    }

    private boolean copy(Arguments arguments) throws ScriptFault {
        boolean copy = arguments.tag("copy");
        if (copy) {
            compiler.needs("copy", arguments); // RFC 3894
        }
        return copy;
    }

    private Step fileInto(Arguments arguments) throws ScriptFault {
        compiler.needs("fileinto", arguments);
        boolean copy = copy(arguments);
        boolean create = arguments.tag("create");
        if (create) {
            compiler.needs("mailbox", arguments); // RFC 5490 §3.2
        }
        Optional<List<String>> flags = flags(arguments);
        String name = mailbox(arguments, arguments.string("a mailbox"));
        arguments.end();
        return run -> run.file(
                arguments.line(),
                new Filing(name, create, flags.orElseGet(() -> run.flags().listed())),
                copy);
    }

    /** One of the owner's own: those of others stand below '#'. */
    static String mailbox(Arguments arguments, String name) throws ScriptFault {
        if (name.isBlank()
                || name.startsWith("#")
                || name.length() > LONGEST_MAILBOX
                || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '*' || c == '%')) {
            throw arguments.fault("what is no name of a mailbox");
        }
        return name;
    }

    private Step redirect(Arguments arguments) throws ScriptFault {
        boolean copy = copy(arguments);
        String text = arguments.string("an address");
        arguments.end();
        Address to = Address.parse(text).orElseThrow(() -> arguments.fault("what is no mail address"));
        compiler.leadsTo(arguments, to);
        return run -> run.redirect(arguments.line(), to, copy);
    }

    /** RFC 5429: either is told by a delivery status notification, since the mail was taken before. */
    private Step reject(String extension, Arguments arguments) throws ScriptFault {
        compiler.needs(extension, arguments);
        String why =
                arguments.string("a reason").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        arguments.end();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            throw arguments.fault("a reason has 1 to " + LONGEST_REASON + " characters");
        }
        return run -> run.reject(arguments.line(), why);
    }

    private Step flag(String action, Arguments arguments) throws ScriptFault {
        compiler.needs("imap4flags", arguments);
        List<String> flags = arguments.strings("a list of flags");
        arguments.end();
        return switch (action) {
            case "setflag" -> run -> run.flags().set(flags);
            case "addflag" -> run -> run.flags().add(flags);
            default -> run -> run.flags().remove(flags);
        };
    }

    /** RFC 5230. Who answers is always the account: :from is taken, and its address not used (§4.3). */
    private Step vacation(Arguments arguments) throws ScriptFault {
        compiler.needs("vacation", arguments);
        compiler.answers();
        long days = Math.min(Math.max(arguments.taggedNumber("days").orElse(USUAL_DAYS), 1), MOST_DAYS);
        String subject = arguments
                .tagged("subject")
                .orElse("")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        Optional<String> from = arguments.tagged("from");
        List<String> named = arguments.taggedList("addresses").orElse(List.of());
        boolean mime = arguments.tag("mime");
        Optional<String> handle = arguments.tagged("handle");
        String text = arguments.string("a reason");
        arguments.end();
        if (subject.length() > Vacation.LONGEST_SUBJECT) {
            throw arguments.fault("a subject has at most " + Vacation.LONGEST_SUBJECT + " characters");
        }
        if (text.isBlank() || mime && !isEntity(text)) {
            throw arguments.fault(
                    mime
                            ? "behind :mime a MIME entity: fields, an empty line, a body in US-ASCII or declared 8bit"
                            : "there is nothing to answer");
        }
        // RFC 5230 §4.2: without a handle it is another answer when anything of it is another.
        String about = handle.map(given -> "sieve handle " + given)
                .orElse("sieve " + subject + "\n" + from.orElse("") + "\n" + mime + "\n" + text);
        Answer answer = new Answer(subject, text, mime, named, about, Duration.ofDays(days));
        return run -> run.answer(arguments.line(), answer);
    }

    /** Fields of content alone (RFC 2045 §3), each on a line of its own or folded, then an empty line. */
    private static boolean isEntity(String text) {
        int end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
        if (end < 0 || !StandardCharsets.US_ASCII.newEncoder().canEncode(text.substring(0, end))) {
            return false;
        }
        if (text.lines().anyMatch(line -> line.getBytes(StandardCharsets.UTF_8).length > 998)) { // RFC 5322 §2.1.1
            return false;
        }
        String fields = text.substring(0, end);
        return fields.isEmpty()
                || fields.matches("(?i)((content-[a-z-]{1,40}|mime-version):[^\\n]*(\\n[ \\t][^\\n]*)*(\\n|$))+");
    }
}
