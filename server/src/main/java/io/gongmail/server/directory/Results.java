package io.gongmail.server.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results as messages, and messages as octets. */
final class Results {
    private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036"; // RFC 4511 §4.4.1

    private Results() {}

    /** The result that answers such a request; empty for what is no request, or is not answered (RFC 4511 §4.3, §4.11). */
    static Optional<LDAPMessage> to(LDAPMessage request, ResultCode code, String text) {
        return operation(request.getProtocolOpType(), code.intValue(), text.isEmpty() ? null : text)
                .map(result -> new LDAPMessage(request.getMessageID(), result));
    }

    /** The same for what could not be done. */
    static Optional<LDAPMessage> to(LDAPMessage request, LDAPException refused) {
        return to(request, refused.getResultCode(), Objects.requireNonNullElse(refused.getMessage(), ""));
    }

    private static Optional<ProtocolOp> operation(byte request, int code, @Nullable String text) {
        return Optional.ofNullable(
                switch (request) {
                    case LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST ->
                        new BindResponseProtocolOp(code, null, text, null, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST ->
                        new SearchResultDoneProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_REQUEST ->
                        new ModifyResponseProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_ADD_REQUEST -> new AddResponseProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_DELETE_REQUEST ->
                        new DeleteResponseProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_REQUEST ->
                        new ModifyDNResponseProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_REQUEST ->
                        new CompareResponseProtocolOp(code, null, text, null);
                    case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_REQUEST ->
                        new ExtendedResponseProtocolOp(code, null, text, null, null, null);
                    default -> null;
                });
    }

    /** The end of a search. */
    static LDAPMessage done(int id, ResultCode code, String matched, String text, List<Control> controls) {
        return new LDAPMessage(
                id,
                new SearchResultDoneProtocolOp(
                        code.intValue(), matched.isEmpty() ? null : matched, text.isEmpty() ? null : text, null),
                controls);
    }

    /** Told without being asked, before we leave (RFC 4511 §4.4.1). */
    static LDAPMessage disconnection(ResultCode code, String text) {
        return new LDAPMessage(
                0, new ExtendedResponseProtocolOp(code.intValue(), null, text, null, NOTICE_OF_DISCONNECTION, null));
    }

    static ByteBuf octets(LDAPMessage message) {
        ASN1Buffer buffer = new ASN1Buffer();
        message.writeTo(buffer);
        return Unpooled.wrappedBuffer(buffer.toByteArray());
    }
}
