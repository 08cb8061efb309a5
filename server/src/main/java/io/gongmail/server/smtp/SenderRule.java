package io.gongmail.server.smtp;

import io.gongmail.store.registry.Address;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.MailCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;

/** MAIL FROM: after sign-in only, and an address the account may send as, or none for receipts (RFC 6409 §6.1). */
final class SenderRule implements MailHook {
    private final Submitters submitters;
    private final Replies replies;

    SenderRule(Submitters submitters, Replies replies) {
        this.submitters = submitters;
        this.replies = replies;
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        if (session.getUsername() == null) {
            return replies.hook("530 5.7.0", submitters.signInFirst());
        }
        if (sender.isNullSender() ? submitters.nullSender() : maySendAs(submitters, session, sender.asString())) {
            return HookResult.DECLINED;
        }
        return replies.hook("553 5.7.1", submitters.wrongSender());
    }

    private static boolean maySendAs(Submitters submitters, SMTPSession session, String address) {
        return Address.parse(address)
                .filter(named -> maySendAs(submitters, session, named))
                .isPresent();
    }

    static boolean maySendAs(Submitters submitters, SMTPSession session, Address named) {
        return Auth.accountOf(session)
                .filter(account -> submitters.names().maySendAs(account, named))
                .isPresent();
    }

    /**
     * James' MAIL, but its parameters are ours: one that is not announced is refused (RFC 5321 §4.1.1.11), not dropped, and a
     * size that is too large or none is told (RFC 1870 §6.1).
     */
    static final class Mail extends MailCmdHandler {
        private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
        /** RFC 6152 §3, RFC 3030 §3; in any case (RFC 5321 §2.4). */
        private static final Set<String> BODIES = Set.of("7BIT", "8BITMIME", BinaryMime.BODY);

        private final long most;
        private final Submitters submitters;
        private final FutureRelease release;
        private final SubmissionRules rules;
        private final Replies replies;

        Mail(
                long most,
                Submitters submitters,
                FutureRelease release,
                SubmissionRules rules,
                MetricFactory metrics,
                Replies replies) {
            super(metrics);
            this.rules = rules;
            this.submitters = submitters;
            this.most = most;
            this.release = release;
            this.replies = replies;
        }

        @Override
        public Response onCommand(SMTPSession session, Request request) {
            // Not left to James, which would forget the sender and keep the recipients (RFC 5321 §4.1.4).
            if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
                return new SMTPResponse("503", "5.5.1 Sender already specified");
            }
            String argument = request.getArgument() == null ? "" : request.getArgument();
            return EnvelopeArgument.of(argument, parsed -> {
                for (Map.Entry<String, String> parameter : parsed.parameters().entrySet()) {
                    Optional<Response> refusal = refusal(parameter.getKey(), parameter.getValue());
                    if (refusal.isPresent()) {
                        return refusal.get();
                    }
                }
                Optional<Response> held = release.refusal(parsed.parameters());
                if (held.isPresent()) {
                    return held.get();
                }
                boolean utf8 = parsed.parameters().containsKey("SMTPUTF8");
                Optional<? extends Response> refusal = InternationalPath.refusal(parsed.path(), utf8);
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                Response response = InternationalPath.isAscii(parsed.path())
                        ? super.onCommand(session, new BaseRequest(request.getCommand(), parsed.path()))
                        : InternationalPath.ascii(parsed.path(), rules.international())
                                .map(path -> super.onCommand(session, new BaseRequest(request.getCommand(), path)))
                                .orElseGet(() -> replies.response("553 5.7.1", submitters.wrongSender()));
                if (response.getRetCode().equals("250")) {
                    if (utf8) {
                        InternationalPath.ask(session);
                    }
                    NotificationParameters.keep(session, parsed.parameters());
                    release.keep(session, parsed.parameters());
                    RequireTls.keep(session, parsed.parameters());
                    BinaryMime.keep(session, parsed.parameters());
                    MtPriority.keep(session, parsed.parameters(), submitters);
                }
                return response;
            });
        }

        private Optional<Response> refusal(String name, String value) {
            return switch (name) {
                case "SIZE" -> sizeRefused(value);
                case "BODY" ->
                    BODIES.contains(value.toUpperCase(Locale.ROOT))
                            ? Optional.empty()
                            : Optional.of(replies.response("555 5.5.4 BODY:", Replies.UNKNOWN_PARAMETER));
                case "AUTH" -> // RFC 4954 §5: read, and not relied on.
                    value.isEmpty()
                            ? Optional.of(new SMTPResponse("501", "5.5.4 AUTH has no value"))
                            : Optional.empty();
                case "SMTPUTF8" -> // RFC 6531 §3.1
                    value.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new SMTPResponse("501", "5.5.4 SMTPUTF8 takes no value"));
                case "RET", "ENVID" -> NotificationParameters.refusal(name, value);
                case RequireTls.PARAMETER -> RequireTls.refusal(value);
                case MtPriority.PARAMETER -> MtPriority.refusal(value);
                case "HOLDFOR", "HOLDUNTIL" -> Optional.empty(); // judged together
                default -> Optional.of(replies.response("555 5.5.4 " + name + ":", Replies.UNKNOWN_PARAMETER));
            };
        }

        private Optional<Response> sizeRefused(String value) {
            if (!NUMBER.matcher(value).matches()) {
                return Optional.of(new SMTPResponse("501", "5.5.4 SIZE is not a number"));
            }
            return value.length() > 18 || Long.parseLong(value) > most
                    ? Optional.of(replies.response("552 5.3.4", Replies.TOO_LARGE))
                    : Optional.empty();
        }
    }
}
