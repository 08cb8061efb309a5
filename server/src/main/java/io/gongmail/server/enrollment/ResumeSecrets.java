package io.gongmail.server.enrollment;

import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an applicant goes on with later: a secret that goes with the application's number. It is made from the number with a
 * key of this installation, so none is stored, and whether a secret fits is known before it is known whether there is such an
 * application. Thread-safe.
 */
public final class ResumeSecrets {
    /** Without letters and digits that are taken for one another. */
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    private static final int LENGTH = 20;
    private static final int GROUP = 5;
    private static final int KEY_OCTETS = 32;

    private final SecretKeySpec key;

    private ResumeSecrets(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * By the key in {@code file}, which is made (mode 0600) where it is missing. Without it nobody goes on with an application;
     * with it, everybody's can be told.
     *
     * @throws IOException when it cannot be read or made, or is no key; the message names it
     */
    public static ResumeSecrets open(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_OCTETS];
            random.nextBytes(fresh);
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(beside, HexFormat.of().formatHex(fresh) + "\n", StandardOpenOption.WRITE);
            Files.move(beside, file);
        }
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(file + ": must hold 64 hexadecimal digits");
        }
        return new ResumeSecrets(HexFormat.of().parseHex(text));
    }

    /** Of that application: 20 letters and digits in groups of five, about 98 bits. */
    public String secretOf(ApplicationId id) {
        byte[] mac = mac(id.toString());
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(i > 0 && i % GROUP == 0 ? "-" : "");
            // Two octets for one of thirty letters: none is noticeably likelier than another.
            int two = Byte.toUnsignedInt(mac[2 * i]) << 8 | Byte.toUnsignedInt(mac[2 * i + 1]);
            secret.append(LETTERS.charAt(two % LETTERS.length()));
        }
        return secret.toString();
    }

    /** The application that number and secret belong to, whether there is one or not; empty where they do not go together. */
    public Optional<ApplicationId> match(String number, String secret) {
        String typed = secret.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return ApplicationId.parse(number.strip().toLowerCase(Locale.ROOT))
                .filter(id -> MessageDigest.isEqual(
                        secretOf(id).replace("-", "").getBytes(StandardCharsets.US_ASCII),
                        typed.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(key);
            return mac.doFinal(("resume " + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA512", e);
        }
    }
}
