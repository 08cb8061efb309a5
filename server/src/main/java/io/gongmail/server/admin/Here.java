package io.gongmail.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/**
 * What commands on keys that are here work with: a person's own, and those of personal data before the first start. They run where the person is and never in the server: keys and passwords
 * do not leave the process.
 */
public record Here(
        InputStream standardInput, Issuers issuers, PersonalKeysNamed personalKeys, SecureRandom random, Clock clock) {

    /** Where the certificates of the administrative PKI come from, read when they are needed. */
    @FunctionalInterface
    public interface Issuers {
        /** @param conf the configuration's folder; empty for the installation's */
        List<X509Certificate> read(String conf) throws IOException;
    }

    /** Which file the configuration names for the keys of personal data. */
    @FunctionalInterface
    public interface PersonalKeysNamed {
        /** @param conf the configuration's folder; empty for the installation's */
        Path read(String conf) throws IOException;
    }
}
