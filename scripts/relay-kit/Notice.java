import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends one official notice: {@code java Notice.java HOST PORT KEYS.p12 PASSWORD-FILE ANCHOR.pem FROM TO < message}. Exits 0 when it was
 * taken, 75 when it is to be tried again, 1 when it was refused.
 */
public final class Notice {
    private static final int PATIENCE_MILLIS = 300_000;

    private final BufferedReader in;
    private final OutputStream out;

    private Notice(SSLSocket socket) throws IOException {
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out = socket.getOutputStream();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 7) {
            System.err.println("usage: java Notice.java HOST PORT KEYS.p12 PASSWORD-FILE ANCHOR.pem FROM TO < message");
            System.exit(2);
        }
        int exit;
        try (SSLSocket socket = connected(arguments)) {
            String reply = new Notice(socket).sent(arguments[5], arguments[6], System.in.readAllBytes());
            (reply.startsWith("2") ? System.out : System.err).println(reply);
            exit = reply.startsWith("2") ? 0 : reply.startsWith("4") ? 75 : 1;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            exit = 75;
        }
        System.exit(exit);
    }

    private static SSLSocket connected(String[] arguments) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(Path.of(arguments[3])).strip().toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of(arguments[2]))) {
            keys.load(file, password);
        }
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, password);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream file = Files.newInputStream(Path.of(arguments[4]))) {
            int number = 0;
            for (Certificate anchor : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                anchors.setCertificateEntry("anchor-" + number++, anchor);
            }
        }
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(arguments[0], Integer.parseInt(arguments[1]));
        socket.setSoTimeout(PATIENCE_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must bear the server's name
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The reply that decides: the first refusal, or what is said of the message. */
    private String sent(String from, String to, byte[] message) throws IOException {
        String reply = reply();
        // "=" is the empty name: the certificate alone says who it is (RFC 4422, appendix A).
        String[] commands = {
            "EHLO system.example", "AUTH EXTERNAL =", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA"
        };
        for (int i = 0; i < commands.length && isGood(reply); i++) {
            say(commands[i]);
            reply = reply();
        }
        if (!isGood(reply)) {
            return reply;
        }
        for (String line : new String(message, StandardCharsets.ISO_8859_1).split("\r?\n", -1)) {
            say(line.startsWith(".") ? "." + line : line); // RFC 5321, 4.5.2
        }
        say(".");
        reply = reply();
        say("QUIT");
        return reply;
    }

    private static boolean isGood(String reply) {
        return reply.startsWith("2") || reply.startsWith("3");
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The last line of it (RFC 5321, 4.2.1). */
    private String reply() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.length() < 4 || line.charAt(3) != '-') {
                return line;
            }
        }
        throw new IOException("the server hung up");
    }
}
