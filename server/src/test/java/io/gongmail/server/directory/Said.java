package io.gongmail.server.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Requests in octets. */
final class Said {
    private Said() {}

    static byte[] octets(int id, ProtocolOp operation) {
        return new LDAPMessage(id, operation).encode().encode();
    }

    static byte[] search(int id, String base, String filter) {
        try {
            return octets(
                    id,
                    new SearchRequestProtocolOp(
                            base,
                            base.isEmpty() ? SearchScope.BASE : SearchScope.SUB,
                            DereferencePolicy.NEVER,
                            0,
                            0,
                            false,
                            Filter.create(filter),
                            List.of()));
        } catch (LDAPException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] bind(int id, String name, String password) {
        return octets(id, new BindRequestProtocolOp(name, password));
    }

    static byte[] whoAmI(int id) {
        return octets(id, new ExtendedRequestProtocolOp(RootDse.WHO_AM_I, null));
    }

    static byte[] delete(int id) {
        return octets(id, new DeleteRequestProtocolOp(Book.SUFFIX));
    }

    static byte[] abandon(int id, int abandoned) {
        return octets(id, new AbandonRequestProtocolOp(abandoned));
    }

    static byte[] unbind(int id) {
        return octets(id, new UnbindRequestProtocolOp());
    }

    /** A search whose filter negates itself so often. */
    static byte[] deep(int id, int levels) {
        byte[] filter = {(byte) 0x87, 0x01, 'a'};
        for (int i = 0; i < levels; i++) {
            filter = element((byte) 0xa2, filter);
        }
        byte[] head = {
            0x04, 0x00, 0x0a, 0x01, 0x00, 0x0a, 0x01, 0x00, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x01, 0x01, 0x00
        };
        byte[] search = element((byte) 0x63, joined(joined(head, filter), new byte[] {0x30, 0x00}));
        return element((byte) 0x30, joined(new byte[] {0x02, 0x01, (byte) id}, search));
    }

    static byte[] element(byte tag, byte[] content) {
        return new ASN1OctetString(tag, content).encode();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
