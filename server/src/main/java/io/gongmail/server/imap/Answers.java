package io.gongmail.server.imap;

import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.imap.message.response.MailboxStatusResponse;
import org.apache.james.mailbox.ModSeq;
import org.jspecify.annotations.Nullable;

/**
 * Carries the answers to one request, and notes the tagged one: exactly one is sent (RFC 9051 §2.2.2), whatever a processor
 * forgets or says twice. Mends three response codes on the way, and says all in the language that was enabled. Used by one thread
 * at a time.
 */
final class Answers implements Responder {
    private final Responder responder;
    private final @Nullable ImapRequest request;
    private final ImapSession session;
    private StatusResponse.@Nullable Type tagged;

    Answers(Responder responder, @Nullable ImapRequest request, ImapSession session) {
        this.responder = responder;
        this.request = request;
        this.session = session;
    }

    @Override
    public void respond(ImapResponseMessage message) {
        if (message instanceof StatusResponse status) {
            if (status.getTag() != null) {
                if (tagged != null) {
                    return;
                }
                tagged = status.getServerResponseType();
            }
            say(mended(status));
        } else if (message instanceof MailboxStatusResponse status) {
            // A mailbox of another's is told by the name that the user has for it, where James tells its owner's.
            say(
                    request instanceof StatusRequest asked
                            ? called(asked.getMailboxName(), mended(status))
                            : mended(status));
        } else if (Enabled.of(session).rev2()) {
            Rev2.told(message, session.getSelected()).ifPresent(this::say);
        } else {
            say(message);
        }
    }

    private void say(ImapResponseMessage message) {
        responder.respond(Enabled.of(session).utf8() ? new Utf8Answer(message) : message);
    }

    @Override
    public void flush() {
        responder.flush();
    }

    /** How the request was answered, or null while it was not. */
    StatusResponse.@Nullable Type tagged() {
        return tagged;
    }

    /** Answers the request, unless it was. */
    void answer(StatusResponse.Type type, String text) {
        if (request == null || tagged != null) {
            return;
        }
        respond(new ImmutableStatusResponse(
                type, request.getTag(), null, new HumanReadableText("gongmail.answer", text), null));
    }

    /** NO with a response code of RFC 5530, which James would write with an X before it. */
    static void no(Responder responder, ImapRequest request, String code, String text) {
        responder.respond(new ImmutableStatusResponse(
                StatusResponse.Type.NO,
                request.getTag(),
                null,
                new HumanReadableText("gongmail.no", "[" + code + "] " + text),
                null));
    }

    void completed() {
        if (request != null) {
            respond(new ImmutableStatusResponse(
                    StatusResponse.Type.OK, request.getTag(), request.getCommand(), HumanReadableText.COMPLETED, null));
        }
    }

    private static StatusResponse mended(StatusResponse status) {
        StatusResponse.ResponseCode code = status.getResponseCode();
        if (code == null) {
            return status;
        }
        if (code.getCode().equals("HIGHESTMODSEQ") && code.getNumber() == 0) {
            // RFC 7162 §3.1.2.1: a mod-sequence is positive; an empty mailbox has seen none.
            return with(status, StatusResponse.ResponseCode.highestModSeq(ModSeq.first()));
        }
        if (code.getCode().equals("PERMANENTFLAGS") && code.getParameters().isEmpty()) {
            // RFC 9051 §9, resp-text-code: a list, be it empty; James leaves it out.
            return new ImmutableStatusResponse(
                    status.getServerResponseType(),
                    status.getTag(),
                    null,
                    new HumanReadableText("gongmail.permanent-flags", "[PERMANENTFLAGS ()] No flag can be changed"),
                    null);
        }
        if (code.getCode().equals("MODIFIED")) {
            // RFC 7162 §3.1.3: the set alone; James writes a zero in front of it.
            return new ImmutableStatusResponse(
                    status.getServerResponseType(),
                    status.getTag(),
                    null,
                    new HumanReadableText(
                            "gongmail.modified",
                            "[MODIFIED " + String.join(",", code.getParameters()) + "] Conditional STORE failed"),
                    null);
        }
        return status;
    }

    private static StatusResponse with(StatusResponse status, StatusResponse.ResponseCode code) {
        Tag tag = status.getTag();
        return new ImmutableStatusResponse(
                status.getServerResponseType(), tag, status.getCommand(), status.getTextKey(), code);
    }

    /** The same of a mailbox called {@code name}. */
    static MailboxStatusResponse called(String name, MailboxStatusResponse status) {
        return new MailboxStatusResponse(
                status.getAppendLimit(),
                status.getSize(),
                status.getDeleted(),
                status.getDeletedStorage(),
                status.getMessages(),
                status.getRecent(),
                status.getUidNext(),
                status.getHighestModSeq(),
                status.getUidValidity(),
                status.getUnseen(),
                name,
                status.getMailboxId());
    }

    private static MailboxStatusResponse mended(MailboxStatusResponse status) {
        ModSeq highest = status.getHighestModSeq();
        if (highest == null || highest.asLong() > 0) {
            return status;
        }
        return new MailboxStatusResponse(
                status.getAppendLimit(),
                status.getSize(),
                status.getDeleted(),
                status.getDeletedStorage(),
                status.getMessages(),
                status.getRecent(),
                status.getUidNext(),
                ModSeq.first(),
                status.getUidValidity(),
                status.getUnseen(),
                status.getMailbox(),
                status.getMailboxId());
    }
}
