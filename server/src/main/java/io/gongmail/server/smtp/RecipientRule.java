package io.gongmail.server.smtp;

import io.gongmail.store.registry.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.jspecify.annotations.Nullable;

/**
 * RCPT TO: a mailbox here, or where mail is sent on an address of another server, for who has signed in (RFC 6409 §4.3), or
 * an audience; and not more of them than one message may have.
 */
final class RecipientRule implements RcptHook {
    private final SubmissionRules rules;
    private final NoticeRule notice;
    private final int most;
    private final Replies replies;

    RecipientRule(SubmissionRules rules, NoticeRule notice, int most, Replies replies) {
        this.rules = rules;
        this.notice = notice;
        this.most = most;
        this.replies = replies;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        int so = session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction)
                .map(List::size)
                .orElse(0);
        if (so >= most) {
            return replies.hook("452 4.5.3", Replies.TOO_MANY_RECIPIENTS); // RFC 5321 §4.5.3.1.10
        }
        String domain = recipient.getDomain().asString().toLowerCase(Locale.ROOT);
        if (!rules.servesDomain().test(domain)) {
            // MAIL was refused to who has not; asked here once more, since this alone keeps strangers' mail from going
            // on.
            boolean isSentOn = session.getUsername() != null
                    && Auth.accountOf(session).isPresent()
                    && rules.goesElsewhere().test(domain);
            return isSentOn ? HookResult.OK : replies.hook("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
        }
        Optional<Address> address = Address.parse(recipient.asString());
        Optional<HookResult> audience = address.flatMap(named -> notice.recipient(session, sender, named));
        if (audience.isPresent()) {
            return audience.get();
        }
        return address.filter(rules.isRecipient()).isPresent()
                ? HookResult.OK
                : replies.hook("550 5.1.1", Replies.NO_SUCH_MAILBOX);
    }

    /** James' RCPT, but its parameters are ours: one that is not announced is refused (RFC 5321 §4.1.1.11). */
    static final class Rcpt extends RcptCmdHandler {
        private static final ProtocolSession.AttachmentKey<Named> NAMED =
                ProtocolSession.AttachmentKey.of("gongmail.named", Named.class);
        private static final Pattern POSTMASTER = Pattern.compile("(?i)(TO:\\s*)<postmaster>");

        private final String postmaster;
        private final SubmissionRules rules;
        private final Replies replies;

        Rcpt(SubmissionRules rules, MetricFactory metrics, Replies replies) {
            super(metrics);
            this.postmaster = "$1<postmaster@" + rules.postmasterDomain() + ">";
            this.rules = rules;
            this.replies = replies;
        }

        /** The one name that needs no domain, in any case (RFC 5321 §4.5.1). */
        @Override
        protected @Nullable Response doFilterChecks(SMTPSession session, String command, @Nullable String argument) {
            return super.doFilterChecks(
                    session,
                    command,
                    argument == null ? null : POSTMASTER.matcher(argument).replaceFirst(postmaster));
        }

        @Override
        public Response onCommand(SMTPSession session, Request request) {
            String argument = request.getArgument() == null ? "" : request.getArgument();
            if (Bdat.begun(session)) {
                return new SMTPResponse("503", "5.5.1 The message has begun"); // RFC 3030 §2
            }
            return EnvelopeArgument.of(argument, parsed -> {
                Optional<? extends Response> refusal = parsed.parameters().entrySet().stream()
                        .flatMap(parameter -> refusal(parameter.getKey(), parameter.getValue()).stream())
                        .findFirst();
                if (refusal.isEmpty()) {
                    refusal = InternationalPath.refusal(parsed.path(), InternationalPath.isAskedFor(session));
                }
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                Response response = InternationalPath.isAscii(parsed.path())
                        ? super.onCommand(session, new BaseRequest(request.getCommand(), parsed.path()))
                        : InternationalPath.ascii(parsed.path(), rules.international())
                                .or(() -> onward(parsed.path()))
                                .map(path -> super.onCommand(session, new BaseRequest(request.getCommand(), path)))
                                .orElseGet(() -> nobody(parsed.path()));
                if (response.getRetCode().equals("250")) {
                    session.getAttachment(CURRENT_RECIPIENT, State.Transaction)
                            .ifPresent(taken -> NotificationParameters.keep(session, taken, parsed.parameters()));
                }
                return response;
            });
        }

        private Optional<Response> refusal(String name, String value) {
            return switch (name) {
                case "NOTIFY", "ORCPT" -> NotificationParameters.refusal(name, value);
                default -> Optional.of(replies.response("555 5.5.4 " + name + ":", Replies.UNKNOWN_PARAMETER));
            };
        }

        /** Whether there is such a name is not for us to say where mail goes on to another server. */
        private Optional<String> onward(String path) {
            return InternationalPath.domain(path)
                    .filter(rules.goesElsewhere())
                    .flatMap(domain -> InternationalPath.onward(path));
        }

        private Response nobody(String path) {
            return InternationalPath.domain(path).filter(rules.servesDomain()).isPresent()
                    ? replies.response("550 5.1.1", Replies.NO_SUCH_MAILBOX)
                    : replies.response("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
        }

        /** Naming somebody twice is no second copy. */
        @Override
        protected Response doCoreCmd(SMTPSession session, String command, String parameters) {
            Named named = session.getAttachment(NAMED, State.Transaction).orElseGet(Named::new);
            session.setAttachment(NAMED, named, State.Transaction);
            boolean known = session.getAttachment(CURRENT_RECIPIENT, State.Transaction)
                    .filter(recipient -> !named.recipients.add(recipient))
                    .isPresent();
            return known
                    ? new SMTPResponse("250", "2.1.5 Recipient known already")
                    : super.doCoreCmd(session, command, parameters);
        }

        /** Those of a transaction, at most as many as one message may have. */
        private static final class Named {
            private final Set<MailAddress> recipients = new HashSet<>();
        }
    }
}
