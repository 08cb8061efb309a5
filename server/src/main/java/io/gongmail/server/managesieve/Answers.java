package io.gongmail.server.managesieve;

import io.gongmail.server.sieve.Script;
import io.gongmail.server.words.Sentence;
import io.gongmail.store.registry.ScriptOutcome;
import io.gongmail.store.registry.SieveScript;
import io.gongmail.store.registry.SieveScripts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What is said in this protocol (RFC 5804 §1.2, §1.3, §4), each with its CRLF. */
final class Answers {
    private Answers() {}

    static String ok(String text) {
        return "OK " + string(text) + "\r\n";
    }

    static String no(String text) {
        return "NO " + string(text) + "\r\n";
    }

    static String no(String code, String text) {
        return "NO (" + code + ") " + string(text) + "\r\n";
    }

    static String bye(Sentence sentence) {
        return bye(sentence.temporary() ? "TRYLATER" : "", sentence.text());
    }

    /** @param code may be empty */
    static String bye(String code, String text) {
        return "BYE " + (code.isEmpty() ? "" : "(" + code + ") ") + string(text) + "\r\n";
    }

    /** Quoted where it can be, else a literal. */
    static String string(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        boolean isQuotable =
                octets.length <= Frames.MOST_QUOTED && text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        return isQuotable
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "{" + octets.length + "}\r\n" + text;
    }

    /**
     * RFC 5804 §1.7, with the OK that ends it.
     *
     * @param mechanisms none before TLS
     * @param owner whose session it is
     */
    static String capabilities(List<String> mechanisms, boolean startTls, Optional<String> owner, String text) {
        return "\"IMPLEMENTATION\" \"Gongmail\"\r\n"
                + "\"SASL\" " + string(String.join(" ", mechanisms)) + "\r\n"
                + "\"SIEVE\" " + string(String.join(" ", Script.EXTENSIONS)) + "\r\n"
                + (startTls ? "\"STARTTLS\"\r\n" : "\"UNAUTHENTICATE\"\r\n")
                + "\"MAXREDIRECTS\" \"" + SieveScripts.MOST_ADDRESSES + "\"\r\n"
                + owner.map(address -> "\"OWNER\" " + string(address) + "\r\n").orElse("")
                + "\"VERSION\" \"1.0\"\r\n"
                + ok(text);
    }

    /** What a change came to. */
    static String of(ScriptOutcome outcome) {
        return switch (outcome) {
            case DONE -> ok("Done");
            case NONE -> no("NONEXISTENT", "there is no script of that name");
            case EXISTS -> no("ALREADYEXISTS", "there is a script of that name already");
            case ACTIVE -> no("ACTIVE", "the active script cannot be deleted; make another active, or none");
            case TOO_MANY -> no("QUOTA/MAXSCRIPTS", "an account has at most " + SieveScripts.MOST + " scripts");
            case TOO_LONG -> no("QUOTA/MAXSIZE", "a script has at most " + SieveScript.LONGEST + " octets, and no NUL");
            case NO_ACCOUNT -> no("the account is closed");
        };
    }
}
