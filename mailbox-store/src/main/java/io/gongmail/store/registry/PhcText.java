package io.gongmail.store.registry;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash as PHC text. What is parsed may come from anywhere: its figures are bounded before anything is computed with
 * them, and only the one spelling that {@link #toString} writes is taken.
 *
 * @param salt base64 without padding, 8 to 48 octets
 * @param hash base64 without padding, 16 to 64 octets
 */
record PhcText(Argon2Parameters parameters, String salt, String hash) {
    private static final int LONGEST = 255;
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]{0,2}),"
            + "p=([1-9][0-9]?)\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    static Optional<PhcText> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        try {
            Argon2Parameters parameters = new Argon2Parameters(
                    Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
            return Optional.of(of(
                            parameters,
                            Base64.getDecoder().decode(form.group(4)),
                            Base64.getDecoder().decode(form.group(5))))
                    .filter(parsed -> parsed.toString().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static PhcText of(Argon2Parameters parameters, byte[] salt, byte[] hash) {
        return new PhcText(parameters, ENCODER.encodeToString(salt), ENCODER.encodeToString(hash));
    }

    byte[] saltOctets() {
        return Base64.getDecoder().decode(salt);
    }

    byte[] hashOctets() {
        return Base64.getDecoder().decode(hash);
    }

    @Override
    public String toString() {
        return "$argon2id$v=19$m=" + parameters.memoryKiB() + ",t=" + parameters.iterations() + ",p="
                + parameters.parallelism() + "$" + salt + "$" + hash;
    }
}
