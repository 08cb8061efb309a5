package io.gongmail.connector.dialogue;

import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** IMAP before sign-in (RFC 9051 §6.1, §6.2). */
final class ImapDialogue implements Dialogue {
    private static final int MOST_LINES = 64;

    private final SignInRules rules;
    private int wrong;

    ImapDialogue(SignInRules rules) {
        this.rules = rules;
    }

    @Override
    public Outcome run(Side program, Side server) throws IOException {
        String greeting = server.line();
        if (!greeting.startsWith("* OK")) {
            // PREAUTH would let in whoever connects; nothing but OK and BYE is expected here.
            boolean ended = isBye(greeting);
            if (ended) {
                rules.observer().serverEnded(greeting);
            }
            program.say(ended ? greeting : Protocol.IMAP.farewell(rules, Saying.NO_MAIL_SERVER, false));
            return Outcome.ENDED;
        }
        program.say(Capabilities.imap(greeting));
        for (int commands = 0; commands < SignInRules.MOST_COMMANDS; commands++) {
            Optional<ImapCommand> read = ImapCommand.read(program);
            if (read.isEmpty()) {
                program.say("* BAD " + rules.words().say(Saying.NOT_UNDERSTOOD).protocolText());
                continue;
            }
            try (ImapCommand command = read.get()) {
                Optional<Outcome> outcome = answer(command, program, server);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        }
        program.say(Protocol.IMAP.farewell(rules, Saying.TOO_MANY_TRIES, false));
        return Outcome.ENDED;
    }

    private Optional<Outcome> answer(ImapCommand command, Side program, Side server) throws IOException {
        switch (command.name()) {
            case "CAPABILITY", "NOOP" -> {
                return passed(command, "", program, server);
            }
            case "LOGOUT" -> {
                passed(command, "", program, server);
                return Optional.of(Outcome.ENDED);
            }
            case "ID" -> {
                return identified(command, program, server);
            }
            case "LOGIN" -> {
                Optional<Credentials> given =
                        command.twoStrings().flatMap(two -> Credentials.of(two.get(0), two.get(1)));
                return given.isPresent()
                        ? signIn(command, given.get(), program, server)
                        : say(program, command, "BAD", Saying.NOT_UNDERSTOOD);
            }
            case "AUTHENTICATE" -> {
                return authenticate(command, program, server);
            }
            case "STARTTLS", "COMPRESS" -> {
                program.say(command.tag() + " BAD "
                        + rules.words().say(Saying.NOT_OFFERED, command.name()).protocolText());
                return Optional.empty();
            }
            default -> {
                return say(program, command, "BAD", Saying.SIGN_IN_FIRST);
            }
        }
    }

    /** RFC 2971. A client's name in literals, which nobody has been seen to send, stays here. */
    private Optional<Outcome> identified(ImapCommand command, Side program, Side server) throws IOException {
        String arguments = Side.text(command.arguments());
        if (command.hasLiterals() || !arguments.matches("[ -~]{1,1024}")) {
            program.say("* ID NIL");
            program.say(command.tag() + " OK ID");
            return Optional.empty();
        }
        return passed(command, " " + arguments, program, server);
    }

    /** Makes the command anew for the server, and passes its answer on. */
    private Optional<Outcome> passed(ImapCommand command, String arguments, Side program, Side server)
            throws IOException {
        server.say(command.tag() + " " + command.name() + arguments);
        for (String line : heard(server, command.tag())) {
            program.say(Capabilities.imap(line));
            if (isBye(line) && !command.name().equals("LOGOUT")) {
                rules.observer().serverEnded(line);
                return Optional.of(Outcome.ENDED);
            }
        }
        return Optional.empty();
    }

    /** RFC 9051 §6.2.2, RFC 4959. */
    private Optional<Outcome> authenticate(ImapCommand command, Side program, Side server) throws IOException {
        SaslExchange exchange = new SaslExchange(challenge -> {
            program.say("+ " + challenge);
            return program.octetLine();
        });
        SaslExchange.Given given = exchange.run(Side.text(command.arguments()));
        if (given.credentials().isPresent()) {
            return signIn(command, given.credentials().get(), program, server);
        }
        String answer = given.fault() == Saying.OTHER_MECHANISM ? "NO [CANNOT]" : "BAD";
        return say(program, command, answer, given.fault());
    }

    private Optional<Outcome> signIn(ImapCommand command, Credentials given, Side program, Side server)
            throws IOException {
        try (given) {
            Optional<Credentials> bare = given.behind(rules.secret());
            if (bare.isPresent()) {
                return passedOn(command, bare.get(), program, server);
            }
            rules.wrongSecret(++wrong);
            say(program, command, "NO [AUTHENTICATIONFAILED]", Saying.WRONG_SECRET);
            if (wrong < SignInRules.MOST_TRIES) {
                return Optional.empty();
            }
            program.say(Protocol.IMAP.farewell(rules, Saying.TOO_MANY_TRIES, false));
            return Optional.of(Outcome.ENDED);
        }
    }

    /** Whatever way the program took, the server hears AUTHENTICATE, which takes every octet a password can have. */
    private Optional<Outcome> passedOn(ImapCommand command, Credentials bare, Side program, Side server)
            throws IOException {
        boolean alone = rules.certificateAlone();
        server.say(command.tag() + " AUTHENTICATE " + (alone ? "EXTERNAL" : "PLAIN"));
        List<String> lines = heard(server, command.tag());
        if (lines.get(lines.size() - 1).startsWith("+")) {
            byte[] message = alone ? bare.external() : bare.plain();
            server.saySecret("", message);
            lines = heard(server, command.tag());
        }
        String last = lines.get(lines.size() - 1);
        boolean signedIn =
                last.toUpperCase(Locale.ROOT).startsWith(command.tag().toUpperCase(Locale.ROOT) + " OK");
        for (String line : lines) {
            program.say(signedIn ? line : Capabilities.imap(line));
        }
        if (signedIn) {
            rules.observer().signedIn(bare.name());
            return Optional.of(Outcome.SIGNED_IN);
        }
        rules.observer().signInRefused(last);
        return isBye(last) ? Optional.of(Outcome.ENDED) : Optional.empty();
    }

    /** The server's lines up to and with the tagged one, a continuation, or a BYE. */
    private static List<String> heard(Side server, String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < MOST_LINES) {
            String line = server.line();
            lines.add(line);
            if (line.startsWith(tag + " ") || line.startsWith("+")) {
                return lines;
            }
            if (isBye(line)) {
                // The answer to LOGOUT has its tagged line behind the BYE (RFC 9051 §6.1.3).
                if (lines.size() == 1) {
                    lines.addAll(farewell(server, tag));
                }
                return lines;
            }
        }
        throw new Side.ServerLost(new ProtocolException("more than " + MOST_LINES + " lines"));
    }

    private static List<String> farewell(Side server, String tag) throws IOException {
        try {
            String line = server.line();
            return line.startsWith(tag + " ") ? List.of(line) : List.of();
        } catch (Side.ServerLost e) {
            return List.of();
        }
    }

    private Optional<Outcome> say(Side program, ImapCommand command, String answer, Saying why) throws IOException {
        program.say(command.tag() + " " + answer + " " + rules.words().say(why).protocolText());
        return Optional.empty();
    }

    private static boolean isBye(String line) {
        return line.regionMatches(true, 0, "* BYE", 0, 5);
    }
}
