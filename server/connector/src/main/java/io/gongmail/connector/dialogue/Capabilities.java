package io.gongmail.connector.dialogue;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a program hears before sign-in of what the server can do: without what cannot be read along, and with what the
 * connector itself takes.
 */
final class Capabilities {
    private static final Pattern IMAP =
            Pattern.compile("(^\\* CAPABILITY |\\[CAPABILITY )([^\\]\\r\\n]*)", Pattern.CASE_INSENSITIVE);

    private Capabilities() {}

    /** A line of the server with its capability list (RFC 9051 §7.2.2, §7.1), if it has one, made anew. */
    static String imap(String line) {
        Matcher list = IMAP.matcher(line);
        return list.replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + imapList(found.group(2))));
    }

    private static String imapList(String list) {
        return Stream.concat(
                        Stream.of(list.strip().split(" +")).filter(Capabilities::staysInImap),
                        Stream.of("SASL-IR", "AUTH=PLAIN", "AUTH=LOGIN"))
                .collect(Collectors.joining(" "));
    }

    private static boolean staysInImap(String capability) {
        String name = capability.toUpperCase(Locale.ROOT);
        return !name.startsWith("AUTH=")
                && !name.startsWith("COMPRESS=")
                && !List.of("", "STARTTLS", "LOGINDISABLED", "SASL-IR").contains(name);
    }

    /** The texts of an answer to EHLO (RFC 5321 §4.1.1.1), the greeting first. */
    static List<String> smtp(List<String> texts) {
        return Stream.concat(
                        texts.stream().limit(1),
                        Stream.concat(
                                texts.stream().skip(1).filter(Capabilities::staysInSmtp),
                                Stream.of("AUTH PLAIN LOGIN")))
                .toList();
    }

    private static boolean staysInSmtp(String extension) {
        String name = extension.toUpperCase(Locale.ROOT).split("[ =]", 2)[0];
        return !name.equals("AUTH") && !name.equals("STARTTLS");
    }
}
