package io.gongmail.server.outbound;

import com.google.common.base.CharMatcher;
import com.google.common.primitives.Bytes;
import com.sun.mail.smtp.SMTPAddressFailedException;
import com.sun.mail.smtp.SMTPMessage;
import com.sun.mail.smtp.SMTPSendFailedException;
import com.sun.mail.smtp.SMTPSenderFailedException;
import com.sun.mail.smtp.SMTPTransport;
import io.gongmail.pki.PemFiles;
import io.gongmail.server.config.OutboundConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next hop by SMTP (RFC 5321, RFC 3207, RFC 8314 §3.3), a connection for each message. */
public final class Smarthost implements NextHop {
    private static final Logger LOG = LoggerFactory.getLogger(Smarthost.class);
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REPLY_MILLIS = 30_000;
    private static final int PERMANENT = 500;
    /** Of the whole service (RFC 5321 §3.8). */
    private static final int CLOSING = 421;

    private static final CharMatcher VISIBLE = CharMatcher.inRange(' ', '~').precomputed();
    private static final int LONGEST_PASSWORD = 1_024;
    private static final int LONGEST_REASON = 200;
    private static final int DEEPEST = 10;

    private final OutboundConfig config;
    private final Session session;
    private final String password;

    private Smarthost(OutboundConfig config, Session session, String password) {
        this.config = config;
        this.session = session;
        this.password = password;
    }

    /**
     * The one that the configuration names, or {@link NextHop#OFF}.
     *
     * @throws IOException when its password or its anchors cannot be read; the message names the file
     */
    public static NextHop of(OutboundConfig config, String hostName) throws IOException {
        return config.isOff()
                ? OFF
                : new Smarthost(config, Session.getInstance(properties(config, hostName)), password(config));
    }

    private static Properties properties(OutboundConfig config, String hostName) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", hostName);
        properties.setProperty("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MILLIS));
        properties.setProperty("mail.smtp.timeout", Integer.toString(REPLY_MILLIS));
        properties.setProperty("mail.smtp.writetimeout", Integer.toString(REPLY_MILLIS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.setProperty("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
        switch (config.security()) {
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            // Nothing is sent to who does not offer it: it may have been taken out of the reply on the way.
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> {}
        }
        if (!config.anchors().isEmpty()) {
            properties.put("mail.smtp.ssl.socketFactory", trusting(config.anchors()));
        }
        return properties;
    }

    private static SSLSocketFactory trusting(List<Path> anchors) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Path file : anchors) {
                for (X509Certificate anchor : PemFiles.certificates(file)) {
                    trusted.setCertificateEntry("anchor" + trusted.size(), anchor);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("[outbound] anchors: " + anchors + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String password(OutboundConfig config) throws IOException {
        if (config.user().isEmpty()) {
            return "";
        }
        try {
            if (Files.size(config.passwordFile()) > LONGEST_PASSWORD) {
                throw new IOException("it is larger than a password");
            }
            return Files.readString(config.passwordFile(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new IOException(
                    "[outbound] password-file: " + config.passwordFile() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Handed hand(String sender, String recipient, byte[] message) {
        // JavaMail writes what it is given: an end of line in an address would be another command, and so would a
        // letter whose
        // last octet is one.
        if (!VISIBLE.matchesAllOf(sender) || !VISIBLE.matchesAllOf(recipient)) {
            return new Handed.Never("no mail address");
        }
        // RFC 5321 §4.5.2, RFC 6152 §3. Some servers drop it, and what is left of a line may be a single dot. Bare CR
        // and LF become
        // CRLF on the way, and a dot behind them is doubled.
        if (Bytes.contains(message, (byte) 0)) {
            return new Handed.Never("the message has NUL");
        }
        Transport transport = null;
        try {
            SMTPMessage written = new SMTPMessage(session, new ByteArrayInputStream(message));
            written.setEnvelopeFrom("<" + sender + ">");
            transport = session.getTransport("smtp");
            boolean signsIn = !config.user().isEmpty();
            transport.connect(
                    config.smarthost(), config.port(), signsIn ? config.user() : null, signsIn ? password : null);
            Optional<String> parameters = EightBit.parameters(message, ((SMTPTransport) transport)::supportsExtension);
            if (parameters.isEmpty()) {
                return new Handed.Never("the next server does not take 8-bit content");
            }
            written.setMailExtension(parameters.get());
            transport.sendMessage(written, new Address[] {new InternetAddress(recipient, true)});
            return new Handed.Taken();
        } catch (AddressException e) {
            return new Handed.Never("no mail address");
        } catch (MessagingException e) {
            return judged(e);
        } finally {
            close(transport);
        }
    }

    /** What was taken stays taken, however it ends. */
    private static void close(@Nullable Transport transport) {
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (MessagingException e) {
            LOG.debug("the next hop did not end well: {}", e.getMessage());
        }
    }

    /** By the reply's code where there was one (RFC 5321 §4.2.1); without one it is tried again. */
    private static Handed judged(MessagingException refused) {
        Exception cause = refused;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            int code = code(cause);
            if (code >= PERMANENT) {
                return new Handed.Never(why(cause));
            }
            if (code > 0) {
                return new Handed.Later(why(cause), code != CLOSING);
            }
            cause = cause instanceof MessagingException next ? next.getNextException() : null;
        }
        return new Handed.Later(why(refused), false);
    }

    private static int code(Exception cause) {
        if (cause instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (cause instanceof SMTPSenderFailedException from) {
            return from.getReturnCode();
        }
        return cause instanceof SMTPSendFailedException sent ? sent.getReturnCode() : 0;
    }

    private static String why(Exception cause) {
        String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return first.substring(0, Math.min(first.length(), LONGEST_REASON));
    }
}
