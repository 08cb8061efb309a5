package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import io.gongmail.pki.Verdict;
import io.gongmail.server.session.Origin;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInOutcome;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Signs in by a bind (RFC 4511 §4.2, RFC 4513 §5): simple, with address and password beside the certificate; or SASL EXTERNAL,
 * where the certificate suffices. Thread-safe; never blocks.
 */
final class Bind {
    static final String LISTENER = "directory";

    private final SignIn signIn;

    Bind(SignIn signIn) {
        this.signIn = signIn;
    }

    /** What a bind comes to. */
    sealed interface Asked {
        /** It is answered at once. */
        record Answered(ResultCode code, String text) implements Asked {
            @Override
            public <T> T fold(Function<Answered, T> answered, Function<Attempted, T> attempted) {
                return answered.apply(this);
            }
        }

        /** Sign-in is asked, and has the last word. */
        record Attempted(CompletionStage<SignInOutcome> outcome) implements Asked {
            @Override
            public <T> T fold(Function<Answered, T> answered, Function<Attempted, T> attempted) {
                return attempted.apply(this);
            }
        }

        <T> T fold(Function<Answered, T> answered, Function<Attempted, T> attempted);
    }

    /** Whether it can be enough here to show this certificate. */
    boolean offersAlone(Verdict.Accepted verdict) {
        return signIn.offersAlone(verdict, LISTENER);
    }

    Asked ask(BindRequestProtocolOp bind, Verdict.Accepted verdict, Origin origin) {
        if (bind.getVersion() != 3) {
            return new Asked.Answered(ResultCode.PROTOCOL_ERROR, "only LDAP version 3 is spoken here"); // RFC 4511 §4.2
        }
        return bind.getCredentialsType() == BindRequestProtocolOp.CRED_TYPE_SASL
                ? sasl(bind, verdict, origin)
                : simple(bind, verdict, origin);
    }

    private Asked simple(BindRequestProtocolOp bind, Verdict.Accepted verdict, Origin origin) {
        byte[] octets = bind.getSimplePassword().getValue();
        if (octets.length == 0) {
            // RFC 4513 §5.1.1: who is nobody finds nobody, but may see the root. §5.1.2: a name alone proves nothing.
            return bind.getBindDN().isEmpty()
                    ? new Asked.Answered(ResultCode.SUCCESS, "")
                    : new Asked.Answered(ResultCode.UNWILLING_TO_PERFORM, "a name without a password signs nobody in");
        }
        return new Asked.Attempted(signIn.attempt(verdict, origin, login(bind.getBindDN()), "", characters(octets)));
    }

    /** What is not UTF-8 is nobody's password. */
    private static char[] characters(byte[] octets) {
        CharBuffer decoded = CharBuffer.allocate(octets.length);
        try {
            boolean failed = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets), decoded, true)
                    .isError();
            return failed ? new char[0] : Arrays.copyOf(decoded.array(), decoded.position());
        } finally {
            Arrays.fill(decoded.array(), '\0');
            Arrays.fill(octets, (byte) 0);
        }
    }

    private Asked sasl(BindRequestProtocolOp bind, Verdict.Accepted verdict, Origin origin) {
        if (!"EXTERNAL".equals(bind.getSASLMechanism()) || !offersAlone(verdict)) {
            return new Asked.Answered(
                    ResultCode.AUTH_METHOD_NOT_SUPPORTED,
                    "sign in with address and password" + (offersAlone(verdict) ? ", or with SASL EXTERNAL" : ""));
        }
        Optional<String> identity = bind.getSASLCredentials() == null
                ? Optional.of("")
                : identity(bind.getSASLCredentials().getValue());
        return identity.<Asked>map(who -> new Asked.Attempted(signIn.attemptAlone(verdict, origin, who)))
                .orElseGet(() -> new Asked.Answered(
                        ResultCode.INVALID_CREDENTIALS, "not an authorization identity (RFC 4513 section 5.2.1.8)"));
    }

    /** {@code u:address} or {@code dn:…} (RFC 4513 §5.2.1.8); the plain address too, as other protocols have it. */
    private static Optional<String> identity(byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        String kind = text.toLowerCase(Locale.ROOT);
        return Optional.of(
                kind.startsWith("u:") ? text.substring(2) : kind.startsWith("dn:") ? login(text.substring(3)) : text);
    }

    /**
     * Whom a name means: Thunderbird sends a distinguished name whose first part is the address, Outlook mostly the address
     * itself. Sign-in only compares it.
     */
    static String login(String name) {
        try {
            RDN first = new DN(name).getRDN();
            return first == null || first.isMultiValued() || !first.getAttributeValues()[0].contains("@")
                    ? name
                    : first.getAttributeValues()[0];
        } catch (LDAPException e) {
            return name;
        }
    }
}
