package io.gongmail.server.sieve;

import io.gongmail.server.sieve.Step.Condition;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SieveScripts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes steps of calls: what is required must be known, what is used required (RFC 5228 §3.2). For one script. */
final class Compiler {
    /** What RFC 5228 §2.10.5 lets every script name without its being an extension. */
    private static final Set<String> NEEDLESS = Set.of("comparator-i;octet", "comparator-i;ascii-casemap");

    private final Tests tests = new Tests(this);
    private final Commands commands = new Commands(this);
    private final Set<String> required = new HashSet<>();
    private final Map<Address, Integer> leadsTo = new LinkedHashMap<>();
    private boolean answers;

    List<Step> steps(List<Call> calls) throws ScriptFault {
        int begun = 0;
        while (begun < calls.size() && calls.get(begun).name().equals("require")) {
            require(calls.get(begun++));
        }
        return block(calls.subList(begun, calls.size()));
    }

    private void require(Call call) throws ScriptFault {
        Arguments arguments = new Arguments(call);
        List<String> extensions = arguments.strings("a list of extensions");
        arguments.end();
        if (call.block().isPresent()) {
            throw arguments.fault("no block belongs here");
        }
        for (String extension : extensions) {
            if (!Script.EXTENSIONS.contains(extension) && !NEEDLESS.contains(extension)) {
                throw arguments.fault("'" + shown(extension) + "' is not done here; there is "
                        + String.join(", ", Script.EXTENSIONS));
            }
            required.add(extension);
        }
    }

    private static String shown(String extension) {
        return extension.substring(0, Math.min(extension.length(), 40)).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private List<Step> block(List<Call> calls) throws ScriptFault {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            switch (call.name()) {
                case "require" ->
                    throw new ScriptFault(call.line(), "require stands at the beginning"); // RFC 5228 §3.2
                case "if" -> {
                    int end = i + 1;
                    while (end < calls.size() && calls.get(end).name().equals("elsif")) {
                        end++;
                    }
                    if (end < calls.size() && calls.get(end).name().equals("else")) {
                        end++;
                    }
                    steps.add(branches(calls.subList(i, end)));
                    i = end - 1;
                }
                case "elsif", "else" ->
                    throw new ScriptFault(call.line(), call.name() + " stands behind the block of an if");
                default -> steps.add(commands.of(call));
            }
        }
        return List.copyOf(steps);
    }

    private record Branch(Condition condition, List<Step> steps) {}

    private Step branches(List<Call> calls) throws ScriptFault {
        List<Branch> branches = new ArrayList<>();
        for (Call call : calls) {
            Arguments arguments = new Arguments(call);
            boolean isElse = call.name().equals("else");
            arguments.end(isElse ? 0 : 1);
            List<Call> block = call.block().orElseThrow(() -> arguments.fault("a block is missing"));
            Condition condition = isElse ? run -> true : tests.of(call.tests().get(0));
            branches.add(new Branch(condition, block(block)));
        }
        return run -> {
            for (Branch branch : branches) {
                if (branch.condition().holds(run)) {
                    Step.all(branch.steps(), run);
                    return;
                }
            }
        };
    }

    /** Whoever uses an extension has named it. */
    void needs(String extension, Arguments user) throws ScriptFault {
        if (!required.contains(extension)) {
            throw user.fault("that needs require \"" + extension + "\" at the beginning");
        }
    }

    void leadsTo(Arguments user, Address to) throws ScriptFault {
        leadsTo.putIfAbsent(to, user.line());
        if (leadsTo.size() > SieveScripts.MOST_ADDRESSES) {
            throw user.fault("a script leads to " + SieveScripts.MOST_ADDRESSES + " addresses at most");
        }
    }

    void answers() {
        answers = true;
    }

    /** Where mail may be sent on to, each with the line that says so first. */
    Map<Address, Integer> leadsTo() {
        return leadsTo;
    }

    boolean hasAnswers() {
        return answers;
    }
}
