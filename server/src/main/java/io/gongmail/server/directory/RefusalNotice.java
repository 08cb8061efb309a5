package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.ResultCode;
import io.gongmail.server.tls.LastWords;
import io.gongmail.server.words.Sentence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.Optional;

/**
 * How a refused certificate is told: by the answer to the first request, since mail programs show what stands in one, and by a
 * Notice of Disconnection behind it (RFC 4511 §4.4.1); who asks nothing gets the notice alone. For one event loop.
 */
public final class RefusalNotice implements LastWords {
    private final ResultCode notice;
    private final ResultCode toBind;
    private final ResultCode toOthers;
    private final String text;
    private final ByteBuf heard = Unpooled.buffer(256, Messages.MOST_BEFORE_SIGN_IN);
    private boolean over;

    private RefusalNotice(Sentence refusal) {
        boolean temporary = refusal.temporary();
        text = refusal.text();
        notice = temporary ? ResultCode.UNAVAILABLE : ResultCode.STRONG_AUTH_REQUIRED;
        // Not invalidCredentials: a program would ask for another password, and no password helps.
        toBind = temporary ? ResultCode.UNAVAILABLE : ResultCode.INAPPROPRIATE_AUTHENTICATION;
        toOthers = temporary ? ResultCode.UNAVAILABLE : ResultCode.INSUFFICIENT_ACCESS_RIGHTS;
    }

    /** The last words on one connection. */
    public static LastWords telling(Sentence refusal) {
        return new RefusalNotice(refusal);
    }

    @Override
    public ByteBuf first() {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public ByteBuf answer(ByteBuf more) {
        if (more.readableBytes() > heard.maxWritableBytes()) {
            return toSilence();
        }
        heard.writeBytes(more);
        Optional<LDAPMessage> request;
        try {
            request = Messages.next(heard, Messages.MOST_BEFORE_SIGN_IN);
        } catch (CorruptedFrameException e) {
            return toSilence();
        }
        if (request.isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        boolean bind = request.get().getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST;
        ByteBuf answer = Results.to(request.get(), bind ? toBind : toOthers, text)
                .map(Results::octets)
                .orElse(Unpooled.EMPTY_BUFFER);
        return Unpooled.wrappedBuffer(answer, toSilence());
    }

    @Override
    public ByteBuf toSilence() {
        over = true;
        return Results.octets(Results.disconnection(notice, text));
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
