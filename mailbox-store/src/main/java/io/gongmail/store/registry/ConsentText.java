package io.gongmail.store.registry;

/**
 * A text that is agreed to, by what names it.
 *
 * @param name which text, of all times: at most 32 lower-case letters, digits and hyphens
 * @param version which version of it, at most 64 characters
 * @param sha256 of this version, in lower-case hexadecimal
 * @param required whether nobody has an account without agreeing to it
 */
public record ConsentText(String name, String version, String sha256, boolean required) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public ConsentText {
        Bounds.some("version", version, 64);
        if (!name.matches("[a-z0-9-]{1,32}") || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a text has a name and a SHA-256");
        }
    }
}
