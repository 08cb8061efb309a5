package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Reads and writes keys in files: encrypted ones in DER, as GPKI and NPKI programs keep them, and encrypted or plain ones in
 * PEM (RFC 7468 §10, §11). Errors name the file.
 */
public final class KeyFiles {
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String PLAIN = "PRIVATE KEY";

    private final SecureRandom random;

    public KeyFiles(SecureRandom random) {
        this.random = random;
    }

    /** The encrypted key in {@code file}; empty where a plain one is. */
    public Optional<KeyFile> read(Path file) throws IOException {
        try (Secrets content = Secrets.of(PrivateFile.read(file, KeyFile.LARGEST))) {
            Optional<PemObject> pem = pem(content.octets());
            if (pem.isPresent() && pem.get().getType().equals(PLAIN)) {
                return Optional.empty();
            }
            if (pem.isPresent() && !pem.get().getType().equals(ENCRYPTED)) {
                throw new IOException(file + ": holds a " + pem.get().getType()
                        + "; write it as PKCS#8 by: openssl pkcs8 -topk8 -in FILE -out NEW");
            }
            byte[] der = pem.isPresent() ? pem.get().getContent() : content.octets();
            Optional<KeyFile> found = KeyFile.of(der);
            if (found.isEmpty()) {
                boolean plain = OpenedKey.of(der)
                        .fold(
                                opened -> {
                                    opened.value().close();
                                    return true;
                                },
                                refused -> refused.problem() == KeyProblem.UNSUPPORTED_KEY);
                if (!plain) {
                    throw new IOException(file + ": not a key file (PKCS#8), or cut short; take a fresh copy");
                }
            }
            return found;
        }
    }

    /** The key in {@code file}; {@code password}, which stays the caller's to wipe, is not looked at for a plain one. */
    public Opening<OpenedKey> open(Path file, char[] password) throws IOException {
        Optional<KeyFile> encrypted = read(file);
        if (encrypted.isPresent()) {
            return encrypted.get().open(password);
        }
        try (Secrets content = Secrets.of(PrivateFile.read(file, KeyFile.LARGEST))) {
            byte[] der = pem(content.octets()).map(PemObject::getContent).orElse(content.octets());
            try (Secrets wiped = Secrets.of(der)) {
                return OpenedKey.of(der);
            }
        }
    }

    /** DER, for its owner alone; an existing file stays and is an error. */
    public void write(Path file, OpenedKey key, KeyScheme scheme, char[] password) throws IOException {
        PrivateFile.write(file, KeyFile.encrypted(key, scheme, password, random).encoded());
    }

    /** The same in PEM. */
    public void writePem(Path file, OpenedKey key, KeyScheme scheme, char[] password) throws IOException {
        byte[] der = KeyFile.encrypted(key, scheme, password, random).encoded();
        PrivateFile.write(file, inPem(ENCRYPTED, der));
    }

    /** Not encrypted, in PEM, for its owner alone. */
    public void writePlainPem(Path file, OpenedKey key) throws IOException {
        try (Secrets der = Secrets.of(key.encoded());
                Secrets pem = Secrets.of(inPem(PLAIN, der.octets()))) {
            PrivateFile.write(file, pem.octets());
        }
    }

    private static byte[] inPem(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The first PEM object; empty where there is none, as in DER. */
    private static Optional<PemObject> pem(byte[] octets) throws IOException {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int begins = text.indexOf("-----BEGIN ");
        if (begins < 0 || octets.length > 0 && octets[0] == 0x30) {
            return Optional.empty();
        }
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject found = reader.readPemObject();
            while (found != null && !found.getType().endsWith(PLAIN)) {
                found = reader.readPemObject(); // openssl writes curve parameters, and people certificates, in front
            }
            return Optional.ofNullable(found);
        } catch (RuntimeException e) {
            throw new IOException("its PEM is damaged; take a fresh copy", e);
        }
    }
}
