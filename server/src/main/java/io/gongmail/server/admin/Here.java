package io.gongmail.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What commands on keys that are here work with: a person's own, and those that what is stored is sealed with. They run where the
 * person is and never in the server: keys and passwords do not leave the process.
 */
public record Here(InputStream standardInput, Issuers issuers, KeyFiles keyFiles, SecureRandom random, Clock clock) {

    /** Where the certificates of the administrative PKI come from, read when they are needed. */
    @FunctionalInterface
    public interface Issuers {
        /** @param conf the configuration's folder; empty for the installation's */
        List<X509Certificate> read(String conf) throws IOException;
    }

    /** Which files the configuration names for keys of what is stored. */
    public interface KeyFiles {
        /**
         * Those of personal data.
         *
         * @param conf the configuration's folder; empty for the installation's
         */
        Path personalData(String conf) throws IOException;

        /** Those of the bytes of messages, where they are sealed; the same parameter. */
        Optional<Path> contents(String conf) throws IOException;
    }
}
