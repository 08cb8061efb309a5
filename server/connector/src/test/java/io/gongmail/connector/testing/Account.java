package io.gongmail.connector.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who signs in, and with what. */
public final class Account {
    public static final String SECRET = "k3j9abcdefghjkmnpqrs";
    public static final String ADDRESS = "official0001@moe.example";
    /** With what must be escaped, and what looks like a literal. */
    public static final String PASSWORD = "p\"a\\s s{7}";

    public static final String USER = SECRET + "+" + ADDRESS;

    private Account() {}

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
