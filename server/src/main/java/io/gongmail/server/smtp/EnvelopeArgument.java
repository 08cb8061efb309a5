package io.gongmail.server.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;

/**
 * The argument of MAIL or RCPT (RFC 5321 §4.1.1.2, §4.1.1.3), taken apart.
 *
 * @param path what stands before the parameters, as {@code FROM:<hong@moe.example>}
 * @param parameters by name in upper case; empty where there is no value
 */
record EnvelopeArgument(String path, Map<String, String> parameters) {
    /** RFC 5321 §4.1.2: esmtp-param. */
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]{0,63})(=[\\x21-\\x3c\\x3e-\\x7e]+)?");

    /** What {@code next} makes of it, or what is wrong with its parameters; a path is not judged here. */
    static Response of(String argument, Function<EnvelopeArgument, Response> next) {
        int end = endOfPath(argument);
        String rest = argument.substring(end);
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
            return new SMTPResponse("501", "5.5.4 A space stands between the path and its parameters");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String written : rest.strip().split(" +")) {
            Matcher parameter = PARAMETER.matcher(written);
            if (written.isEmpty()) {
                continue;
            }
            if (!parameter.matches()) {
                return new SMTPResponse("501", "5.5.4 A parameter is NAME or NAME=VALUE, without spaces");
            }
            String name = parameter.group(1).toUpperCase(Locale.ROOT);
            String value = parameter.group(2);
            if (parameters.put(name, value == null ? "" : value.substring(1)) != null) {
                return new SMTPResponse("501", "5.5.4 The parameter " + name + " stands there twice");
            }
        }
        return next.apply(new EnvelopeArgument(argument.substring(0, end), Map.copyOf(parameters)));
    }

    /** Behind the first {@code >} that is not in a quoted string (RFC 5321 §4.1.2). */
    private static int endOfPath(String argument) {
        boolean quoted = false;
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i + 1;
            }
        }
        return argument.length();
    }
}
