package io.gongmail.server.admin;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "pki", mixinStandardHelpOptions = true, description = "Certificates and why they are refused.")
final class PkiCommands {
    private final Commands.Context context;

    PkiCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "reasons", mixinStandardHelpOptions = true, description = "Every refusal with its words.")
    int reasons(@Mixin Report report) {
        Words words = context.explaining().words();
        for (String code : words.codes()) {
            Sentence sentence = words.sentence(code);
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("code", code);
            facts.put("temporary", sentence.temporary());
            facts.put("en", sentence.english());
            facts.put("remedyEn", sentence.remedyEnglish());
            facts.put("ko", sentence.korean());
            facts.put("remedyKo", sentence.remedyKorean());
            report.row(facts);
        }
        return 0;
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Judges a certificate, with what stands above it in the same file, as the gate would.")
    int explain(@Mixin Report report, @Parameters(paramLabel = "FILE") String file) throws CertificateException {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(context.octets("certificate")))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (chain.isEmpty()) {
            return report.couldNot(file + ": holds no certificate");
        }
        Explaining explaining = context.explaining();
        return explaining
                .judge()
                .judge(PeerCertificate.of(chain))
                .fold(
                        accepted -> {
                            Map<String, Object> facts = new LinkedHashMap<>();
                            facts.put("verdict", "accepted");
                            facts.put(
                                    "subject",
                                    chain.get(0).getSubjectX500Principal().getName());
                            facts.put("policies", accepted.policies().toString());
                            facts.put("until", accepted.until().toString());
                            facts.put("binding", explaining.binding().apply(accepted.key()));
                            facts.put("evidence", explaining.judge().evidence(PeerCertificate.of(chain)));
                            report.whole(facts);
                            return 0;
                        },
                        refused -> {
                            Sentence sentence = explaining.words().sentence(refused);
                            Map<String, Object> facts = new LinkedHashMap<>();
                            facts.put("verdict", "refused");
                            facts.put("code", sentence.code());
                            facts.put("en", sentence.text());
                            facts.put("ko", sentence.koreanText());
                            facts.put("evidence", refused.evidence());
                            report.whole(facts);
                            return 1;
                        });
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Every revocation list and responder: what is in hand, until when, and what cannot be had since when and why.",
                "Exits 1 when one runs out, has ended, is missing or cannot be had, so that monitoring can go by it."
            })
    int status(@Mixin Report report) {
        List<RevocationStatus.Line> lines =
                context.services().revocation().get().lines();
        lines.forEach(line -> report.thing(line.facts()));
        long alarming = lines.stream().filter(RevocationStatus.Line::isAlarming).count();
        return alarming == 0 ? 0 : report.couldNot(alarming + " of " + lines.size() + " need somebody to look");
    }

    @Command(
            name = "reload",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the server's keys, anchors, issuing certificates and revocation lists again.",
                "With a problem in one of the keys or certificates all of them stay as they were. Connections go on;"
                        + " sessions end whose certificate is revoked or leads to no anchor any longer."
            })
    int reload(@Mixin Report report) {
        Reloaded reloaded = context.services().reload().get();
        reloaded.inForce().forEach(what -> report.done("read again: " + what));
        reloaded.problems().forEach(report::couldNot);
        return reloaded.problems().isEmpty() ? 0 : 1;
    }
}
