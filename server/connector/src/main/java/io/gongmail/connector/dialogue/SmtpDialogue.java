package io.gongmail.connector.dialogue;

import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SMTP before sign-in (RFC 5321, RFC 4954). */
final class SmtpDialogue implements Dialogue {
    private static final Pattern COMMAND = Pattern.compile("([A-Za-z]{3,12})(?: (.*))?", Pattern.DOTALL);

    private final SignInRules rules;
    private int wrong;
    private boolean greeted;

    SmtpDialogue(SignInRules rules) {
        this.rules = rules;
    }

    @Override
    public Outcome run(Side program, Side server) throws IOException {
        SmtpReply greeting = SmtpReply.read(server);
        greeting.sayTo(program);
        if (!greeting.isPositive()) {
            rules.observer().serverEnded(greeting.lastLine());
            return Outcome.ENDED;
        }
        for (int commands = 0; commands < SignInRules.MOST_COMMANDS; commands++) {
            byte[] line = program.octetLine();
            Matcher command = COMMAND.matcher(Side.text(line));
            boolean understood = command.matches();
            Arrays.fill(line, (byte) 0);
            if (!understood) {
                say(program, "500 5.5.2", Saying.NOT_UNDERSTOOD);
                continue;
            }
            String arguments = command.group(2) == null ? "" : command.group(2).stripTrailing();
            Optional<Outcome> outcome = answer(command.group(1).toUpperCase(Locale.ROOT), arguments, program, server);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        program.say(Protocol.SMTP.farewell(rules, Saying.TOO_MANY_TRIES, true));
        return Outcome.ENDED;
    }

    private Optional<Outcome> answer(String name, String arguments, Side program, Side server) throws IOException {
        switch (name) {
            case "EHLO", "HELO" -> {
                return greet(name, arguments, program, server);
            }
            case "NOOP", "RSET" -> {
                program.say("250 2.0.0 OK");
                return Optional.empty();
            }
            case "QUIT" -> {
                server.say("QUIT");
                SmtpReply.read(server).sayTo(program);
                return Optional.of(Outcome.ENDED);
            }
            case "AUTH" -> {
                return greeted
                        ? authenticate(arguments, program, server)
                        : say(program, "503 5.5.1", Saying.NOT_UNDERSTOOD); // RFC 4954 §4: after EHLO
            }
            case "STARTTLS" -> {
                program.say("502 5.5.1 "
                        + rules.words().say(Saying.NOT_OFFERED, name).protocolText());
                return Optional.empty();
            }
            default -> {
                return say(program, "530 5.7.0", Saying.SIGN_IN_FIRST);
            }
        }
    }

    private Optional<Outcome> greet(String name, String arguments, Side program, Side server) throws IOException {
        // Of a domain or an address literal (RFC 5321 §4.1.1.1) more than it may have, and nothing else.
        if (!arguments.matches("[!-~]{1,255}")) {
            return say(program, "501 5.5.4", Saying.NOT_UNDERSTOOD);
        }
        server.say(name + " " + arguments);
        SmtpReply reply = SmtpReply.read(server);
        greeted = name.equals("EHLO") && reply.isPositive();
        (greeted ? reply.with(Capabilities.smtp(reply.texts())) : reply).sayTo(program);
        return ended(reply);
    }

    /** RFC 4954 §4. */
    private Optional<Outcome> authenticate(String arguments, Side program, Side server) throws IOException {
        SaslExchange exchange = new SaslExchange(challenge -> {
            program.say("334 " + challenge);
            return program.octetLine();
        });
        SaslExchange.Given given = exchange.run(arguments);
        if (given.credentials().isPresent()) {
            return signIn(given.credentials().get(), program, server);
        }
        return switch (given.fault()) {
            case OTHER_MECHANISM -> say(program, "504 5.5.4", given.fault());
            case CANCELLED -> say(program, "501 5.7.0", given.fault());
            default -> say(program, "501 5.5.2", given.fault());
        };
    }

    private Optional<Outcome> signIn(Credentials given, Side program, Side server) throws IOException {
        try (given) {
            Optional<Credentials> bare = given.behind(rules.secret());
            if (bare.isPresent()) {
                return passedOn(bare.get(), program, server);
            }
            rules.wrongSecret(++wrong);
            if (wrong < SignInRules.MOST_TRIES) {
                return say(program, "535 5.7.8", Saying.WRONG_SECRET);
            }
            say(program, "535 5.7.8", Saying.TOO_MANY_TRIES);
            return Optional.of(Outcome.ENDED);
        }
    }

    private Optional<Outcome> passedOn(Credentials bare, Side program, Side server) throws IOException {
        boolean alone = rules.certificateAlone();
        byte[] message = alone ? bare.external() : bare.plain();
        server.saySecret("AUTH " + (alone ? "EXTERNAL " : "PLAIN "), message);
        SmtpReply reply = SmtpReply.read(server);
        reply.sayTo(program);
        if (reply.code().equals("235")) {
            rules.observer().signedIn(bare.name());
            return Optional.of(Outcome.SIGNED_IN);
        }
        rules.observer().signInRefused(reply.lastLine());
        return ended(reply);
    }

    private static Optional<Outcome> ended(SmtpReply reply) {
        return reply.ends() ? Optional.of(Outcome.ENDED) : Optional.empty();
    }

    private Optional<Outcome> say(Side program, String code, Saying why) throws IOException {
        program.say(code + " " + rules.words().say(why).protocolText());
        return Optional.empty();
    }
}
