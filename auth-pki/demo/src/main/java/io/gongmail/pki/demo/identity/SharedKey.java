package io.gongmail.pki.demo.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that simulator and server share. Thread-safe. */
final class SharedKey {
    private static final int OCTETS = 32;
    private static final String TEST = "TEST-";

    private final SecretKeySpec key;

    private SharedKey(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** Reads {@code file}, or makes it (0600) where it is missing. */
    static SharedKey open(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[OCTETS];
            random.nextBytes(fresh);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(fresh) + "\n");
        }
        try {
            byte[] read = HexFormat.of().parseHex(Files.readString(file).strip());
            if (read.length == OCTETS) {
                return new SharedKey(read);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not 64 hexadecimal digits", e);
        }
        throw new IOException(file + ": not 64 hexadecimal digits");
    }

    /** HMAC-SHA256 in lower-case hexadecimal. */
    String sign(byte[] octets) {
        return HexFormat.of().formatHex(mac(octets));
    }

    /** 88 characters that are the same for a person everywhere. */
    String ci(Person person) {
        byte[] one = mac(("ci 1 " + identity(person)).getBytes(StandardCharsets.UTF_8));
        byte[] two = mac(("ci 2 " + identity(person)).getBytes(StandardCharsets.UTF_8));
        String text = Base64.getEncoder().withoutPadding().encodeToString(one)
                + Base64.getEncoder().withoutPadding().encodeToString(two);
        return TEST + text.substring(0, 88 - TEST.length());
    }

    /** 64 characters that are the same for a person at one service. */
    String di(Person person, String service) {
        return sign(("di " + service + " " + identity(person)).getBytes(StandardCharsets.UTF_8));
    }

    private static String identity(Person person) {
        return person.name() + "\n" + person.birthDate() + "\n" + person.gender();
    }

    private byte[] mac(byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
