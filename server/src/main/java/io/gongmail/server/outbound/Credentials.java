package io.gongmail.server.outbound;

import io.gongmail.server.config.OutboundConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How to sign in at the smarthost (RFC 4954). */
record Credentials(String user, String password) {
    private static final int LONGEST_PASSWORD = 1_024;

    /**
     * Those of the configuration; empty where it names no user.
     *
     * @throws IOException when the password cannot be read; the message names the file
     */
    static Optional<Credentials> of(OutboundConfig config) throws IOException {
        if (config.user().isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Files.size(config.passwordFile()) > LONGEST_PASSWORD) {
                throw new IOException("it is larger than a password");
            }
            return Optional.of(new Credentials(
                    config.user(),
                    Files.readString(config.passwordFile(), StandardCharsets.UTF_8)
                            .strip()));
        } catch (IOException e) {
            throw new IOException(
                    "[outbound] password-file: " + config.passwordFile() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Signs in, by PLAIN (RFC 4616) or, where there is nothing else, LOGIN. */
    void present(Conversation to, Target target, Reply ehlo) throws IOException, Unreached {
        List<String> offered = List.of(
                ehlo.extension("AUTH").orElse("").toUpperCase(Locale.ROOT).split(" +"));
        Reply reply;
        if (offered.contains("PLAIN")) {
            reply = to.says("AUTH PLAIN " + encoded("\0" + user + "\0" + password));
        } else if (offered.contains("LOGIN")) {
            reply = to.says("AUTH LOGIN");
            for (String part : List.of(user, password)) {
                reply = reply.code() == 334 ? to.says(encoded(part)) : reply;
            }
        } else {
            throw new Unreached("it offers neither AUTH PLAIN nor LOGIN", "", false);
        }
        if (!reply.isPositive()) {
            throw Unreached.by(reply, target);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password, wherever it is printed. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
