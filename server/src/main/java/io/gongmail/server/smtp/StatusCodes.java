package io.gongmail.server.smtp;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.jspecify.annotations.Nullable;

/** Sees to it that no reply goes without its enhanced status code (RFC 2034 §4), whoever wrote it. */
final class StatusCodes {
    private static final Pattern HAS_CODE = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3} .*");

    private StatusCodes() {}

    /** {@code response} with a code on each of its lines; replies that ask for more (3yz) have none. */
    static @Nullable Response on(@Nullable Response response) {
        if (response == null || response.getRetCode().startsWith("3")) {
            return response;
        }
        String otherwise = response.getRetCode().charAt(0) + ".0.0 ";
        List<String> lines = response.getLines().stream()
                .map(line ->
                        line.length() > 4 ? line.subSequence(4, line.length()).toString() : "")
                .map(text -> HAS_CODE.matcher(text).matches() ? text : otherwise + text)
                .toList();
        SMTPResponse told = new SMTPResponse(response.getRetCode(), lines.get(0));
        lines.subList(1, lines.size()).forEach(told::appendLine);
        told.setEndSession(response.isEndSession());
        return told;
    }
}
