package io.gongmail.server.admin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Registry;
import java.util.function.Function;

/**
 * What it takes to explain a certificate; it is there with and without a running server.
 *
 * @param binding whose a certificate is, in words
 */
public record Explaining(Words words, CertificateJudge judge, Function<CertificateKey, String> binding) {
    /** In a running server. */
    public static Explaining with(Registry registry, Words words, CertificateJudge judge) {
        return new Explaining(
                words,
                judge,
                key -> registry.bindings()
                        .find(key)
                        .map(binding -> binding.account() + " " + binding.state())
                        .orElse("none"));
    }

    /** Where nothing runs. */
    public static Explaining alone(Words words, CertificateJudge judge) {
        return new Explaining(words, judge, key -> "not known: no server is running");
    }
}
