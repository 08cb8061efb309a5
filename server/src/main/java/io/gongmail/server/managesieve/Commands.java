package io.gongmail.server.managesieve;

import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.sieve.Script;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SieveScript;
import io.gongmail.store.registry.SieveScripts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands on scripts (RFC 5804 §2.5 to §2.12), for who has signed in. Thread-safe; asks the database. */
final class Commands {
    private final SieveScripts scripts;
    private final ForwardingPolicy policy;
    private final Words words;

    /** @param policy where a script may send mail on to; asked again for each mail */
    Commands(SieveScripts scripts, ForwardingPolicy policy, Words words) {
        this.scripts = scripts;
        this.policy = policy;
        this.words = words;
    }

    /** The whole answer; empty where there is no such command on scripts. */
    Optional<String> answer(Request request, Account account) {
        if (request.isTooLong()) {
            return Optional.of(Answers.no("QUOTA/MAXSIZE", "a script has at most " + SieveScript.LONGEST + " octets"));
        }
        return Optional.ofNullable(
                switch (request.name()) {
                    case "HAVESPACE" -> haveSpace(request, account.address());
                    case "PUTSCRIPT" -> request.hasStrings(2) ? put(request, account) : wrong("a name and a script");
                    case "CHECKSCRIPT" -> request.hasStrings(1) ? check(request, account) : wrong("a script");
                    case "LISTSCRIPTS" -> request.hasStrings(0) ? list(account.address()) : wrong("nothing");
                    case "GETSCRIPT" -> request.hasStrings(1) ? get(request, account.address()) : wrong("a name");
                    case "SETACTIVE" ->
                        request.hasStrings(1)
                                ? Answers.of(scripts.activate(account.address(), text(request, 0), actor(account)))
                                : wrong("a name, or the empty string");
                    case "DELETESCRIPT" ->
                        request.hasStrings(1)
                                ? Answers.of(scripts.delete(account.address(), text(request, 0), actor(account)))
                                : wrong("a name");
                    case "RENAMESCRIPT" -> request.hasStrings(2) ? rename(request, account) : wrong("two names");
                    default -> null;
                });
    }

    private static String actor(Account account) {
        return account.address().toString();
    }

    private static String text(Request request, int argument) {
        return request.argument(argument).text();
    }

    private static String wrong(String expected) {
        return Answers.no("what follows this command is " + expected);
    }

    private static String noName() {
        return Answers.no(
                "a name has 1 to " + SieveScript.LONGEST_NAME + " characters, none of them control characters");
    }

    private String haveSpace(Request request, Address account) {
        if (request.arguments() != 2
                || !request.argument(0).isString()
                || request.argument(1).isString()
                || !text(request, 1).matches("\\d{1,10}")) {
            return wrong("a name and a number of octets");
        }
        return SieveScript.isName(text(request, 0))
                ? Answers.of(scripts.fits(account, text(request, 0), Long.parseLong(text(request, 1))))
                : noName();
    }

    private String put(Request request, Account account) {
        String name = text(request, 0);
        if (!SieveScript.isName(name)) {
            return noName();
        }
        String text = text(request, 1);
        return Script.check(text)
                .fold(
                        script -> objections(script, account)
                                .orElseGet(() -> Answers.of(scripts.put(
                                        account.address(),
                                        name,
                                        text,
                                        List.copyOf(script.leadsTo().keySet()),
                                        actor(account)))),
                        Answers::no);
    }

    private String check(Request request, Account account) {
        return Script.check(text(request, 0))
                .fold(script -> objections(script, account).orElseGet(() -> Answers.ok("it is a script")), Answers::no);
    }

    /** Of addresses that the account's mail may not go to: a script that is kept from doing what it says is none to rely on. */
    private Optional<String> objections(Script script, Account account) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<Address, Integer> leads : script.leadsTo().entrySet()) {
            policy.objection(account, leads.getKey())
                    .ifPresent(code -> lines.add("line " + leads.getValue() + ": redirect to " + leads.getKey() + ": "
                            + words.sentence(code).text()));
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(Answers.no(String.join("\r\n", lines)));
    }

    private String list(Address account) {
        StringBuilder answer = new StringBuilder();
        for (SieveScript script : scripts.of(account)) {
            answer.append(Answers.string(script.name())).append(script.active() ? " ACTIVE\r\n" : "\r\n");
        }
        return answer + Answers.ok("Done");
    }

    private String get(Request request, Address account) {
        return scripts.of(account).stream()
                .filter(script -> script.name().equals(text(request, 0)))
                .findFirst()
                .map(script -> literal(script.text()) + "\r\n" + Answers.ok("Done"))
                .orElseGet(() -> Answers.no("NONEXISTENT", "there is no script of that name"));
    }

    /** Always one: some programs read no other form here. */
    private static String literal(String text) {
        return "{" + text.getBytes(StandardCharsets.UTF_8).length + "}\r\n" + text;
    }

    private String rename(Request request, Account account) {
        return SieveScript.isName(text(request, 1))
                ? Answers.of(scripts.rename(account.address(), text(request, 0), text(request, 1), actor(account)))
                : noName();
    }
}
