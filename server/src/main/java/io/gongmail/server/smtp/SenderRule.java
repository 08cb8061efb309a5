package io.gongmail.server.smtp;

import io.gongmail.store.registry.Address;
import java.util.Locale;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.MailCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;

/** MAIL FROM: after sign-in only, and the account's own address, or none for receipts (RFC 6409 §6.1). */
final class SenderRule implements MailHook {
    private final Replies replies;

    SenderRule(Replies replies) {
        this.replies = replies;
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        if (session.getUsername() == null) {
            return replies.hook("530 5.7.0", Replies.SIGN_IN_FIRST);
        }
        if (sender.isNullSender() || isOwn(session, sender.asString())) {
            return HookResult.DECLINED;
        }
        return replies.hook("553 5.7.1", Replies.SENDER_NOT_YOURS);
    }

    static boolean isOwn(SMTPSession session, String address) {
        return Address.parse(address)
                .map(parsed -> parsed.toString().equals(session.getUsername().asString()))
                .orElse(false);
    }

    /** James' MAIL, but a parameter it does not know is refused (RFC 5321 §4.1.1.11), not dropped. */
    static final class Mail extends MailCmdHandler {
        private final Replies replies;

        Mail(MetricFactory metrics, Replies replies) {
            super(metrics);
            this.replies = replies;
        }

        @Override
        public Response onCommand(SMTPSession session, Request request) {
            String argument = request.getArgument() == null ? "" : request.getArgument();
            int end = argument.indexOf('>');
            if (end >= 0) {
                for (String parameter : argument.substring(end + 1).strip().split(" +")) {
                    String name = parameter.split("=", 2)[0].toUpperCase(Locale.ROOT);
                    boolean known = name.isEmpty()
                            || name.equals("SIZE")
                            || name.equals("AUTH")
                            || name.equals("BODY")
                                    && parameter.toUpperCase(Locale.ROOT).matches("BODY=(7BIT|8BITMIME)");
                    if (!known) {
                        return replies.response("555 5.5.4", Replies.UNKNOWN_PARAMETER);
                    }
                }
            }
            return super.onCommand(session, request);
        }
    }
}
