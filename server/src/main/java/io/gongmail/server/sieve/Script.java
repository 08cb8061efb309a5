package io.gongmail.server.sieve;

import io.gongmail.server.delivery.Disposition;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SieveScript;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A script that is understood whole. Immutable. */
public final class Script {
    /** What may be required: RFC 5228 §4.1 and §5.4, 3894, 5173, 5230, 5231, 5232, 5233, 5260 (date), 5429, 5490. */
    public static final List<String> EXTENSIONS = List.of(
            "fileinto",
            "envelope",
            "copy",
            "mailbox",
            "imap4flags",
            "reject",
            "ereject",
            "vacation",
            "relational",
            "subaddress",
            "date",
            "body",
            "comparator-i;ascii-numeric");

    private final List<Step> steps;
    private final Map<Address, Integer> leadsTo;
    private final boolean hasAnswers;
    private final int lastLine;

    private Script(List<Step> steps, Compiler compiler, int lastLine) {
        this.steps = steps;
        this.leadsTo = Collections.unmodifiableMap(new LinkedHashMap<>(compiler.leadsTo()));
        this.hasAnswers = compiler.hasAnswers();
        this.lastLine = lastLine;
    }

    /** What came of a look at a text. */
    public sealed interface Checked {
        record Good(Script script) implements Checked {
            @Override
            public <T> T fold(Function<Script, T> good, Function<String, T> faulty) {
                return good.apply(script);
            }
        }

        /** @param why in English, with the line */
        record Faulty(String why) implements Checked {
            @Override
            public <T> T fold(Function<Script, T> good, Function<String, T> faulty) {
                return faulty.apply(why);
            }
        }

        <T> T fold(Function<Script, T> good, Function<String, T> faulty);
    }

    /** Whether a text is a script, and which. */
    public static Checked check(String text) {
        if (!SieveScript.isText(text)) {
            return new Checked.Faulty("a script has at most " + SieveScript.LONGEST + " octets, and no NUL");
        }
        try {
            Compiler compiler = new Compiler();
            List<Step> steps = compiler.steps(Grammar.commands(text));
            return new Checked.Good(
                    new Script(steps, compiler, Math.toIntExact(text.lines().count())));
        } catch (ScriptFault e) {
            return new Checked.Faulty(String.valueOf(e.getMessage()));
        }
    }

    /** Where it may send mail on to, each with the line that says so first. */
    public Map<Address, Integer> leadsTo() {
        return leadsTo;
    }

    /** Whether it has answers of its own (RFC 5230), whatever mail they are for. */
    boolean hasAnswers() {
        return hasAnswers;
    }

    Disposition on(Arriving mail) throws ScriptFault {
        Run run = new Run(mail);
        Step.all(steps, run);
        return run.outcome(lastLine, hasAnswers);
    }
}
