package io.gongmail.server.smtp;

import java.util.function.UnaryOperator;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/** Replies with enhanced status (RFC 2034, RFC 3463) and the words of a code. */
final class Replies {
    static final String NO_SUCH_MAILBOX = "G-401";
    static final String DOMAIN_NOT_SERVED = "G-402";
    static final String NOT_QUEUED = "G-406";
    static final String NO_SINGLE_FROM = "G-411";
    static final String BARE_CONTROL = "G-405";
    static final String TOO_MANY_RECIPIENTS = "G-408";
    static final String TOO_LARGE = "G-404";
    static final String TOO_LATE = "G-206";
    static final String IDLE = "G-409";
    static final String UNKNOWN_PARAMETER = "G-410";
    static final String LINE_TOO_LONG = "G-412";
    static final String HEADER_TOO_LARGE = "G-415";
    static final String BINARY_WITHIN_SIGNED = "G-416";
    static final String AUDIENCE_ALONE = "G-941";

    private final UnaryOperator<String> words;

    Replies(UnaryOperator<String> words) {
        this.words = words;
    }

    /** {@code status} is reply code and enhanced status, {@code 550 5.1.1}. */
    Response response(String status, String code) {
        return new SMTPResponse(status.substring(0, 3), text(status, code));
    }

    /** The same, after which the connection is closed. */
    Response last(String status, String code) {
        SMTPResponse response = new SMTPResponse(status.substring(0, 3), text(status, code));
        response.setEndSession(true);
        return response;
    }

    HookResult hook(String status, String code) {
        return HookResult.builder()
                .hookReturnCode(status.startsWith("4") ? HookReturnCode.denySoft() : HookReturnCode.deny())
                .smtpReturnCode(status.substring(0, 3))
                .smtpDescription(text(status, code))
                .build();
    }

    /** A whole line without CRLF. */
    String line(String status, String code) {
        return status.substring(0, 3) + " " + text(status, code);
    }

    private String text(String status, String code) {
        return status.substring(4) + " " + words.apply(code);
    }
}
