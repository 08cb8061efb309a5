package io.gongmail.server.portal;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.enrollment.Terms;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Registry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Turns what services say into what pages show. Immutable. */
final class Shows {
    /** Everybody who reads it lives there. */
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Registry registry;
    private final Words words;

    Shows(Registry registry, Words words) {
        this.registry = registry;
        this.words = words;
    }

    Views.Problem problem(Ruling.Refused<?> refused) {
        return problem(field(refused.code()), refused);
    }

    Views.Problem problem(String field, Ruling.Refused<?> refused) {
        return new Views.Problem(field, words.sentence(refused.code(), refused.facts()));
    }

    Views.Problem problem(String field, String code) {
        return new Views.Problem(field, words.sentence(code));
    }

    /** Where a text of a form is longer than it may be. */
    Optional<Views.Problem> tooLong(String field, String text, int longest) {
        return text.length() <= longest
                ? Optional.empty()
                : Optional.of(problem(field, new Ruling.Refused<>("G-334", Map.of("why", "> " + longest))));
    }

    /** Which field of a page a code is about. */
    private static String field(String code) {
        return switch (code) {
            case "G-309" -> "contact";
            case "G-331" -> "agency";
            case "G-332", "G-333", "G-335" -> "address";
            case "G-334" -> "position";
            default -> "";
        };
    }

    static Views.Text text(Terms terms) {
        List<String> paragraphs = Arrays.stream(terms.text().strip().split("\n"))
                .filter(line -> !line.isBlank())
                .toList();
        return new Views.Text(terms.name(), terms.version(), paragraphs);
    }

    Views.Wished wished(Wish wish) {
        return new Views.Wished(
                wish.type().name(),
                agency(wish.agency()),
                wish.unit(),
                wish.position(),
                wish.staffNumber(),
                wish.address());
    }

    Views.Wished wished(Completion completion) {
        return new Views.Wished(
                completion.type().name(),
                agency(completion.agencyCode()),
                completion.unit(),
                completion.position(),
                completion.staffNumber(),
                completion.desired().toString());
    }

    private String agency(String code) {
        return registry.agencies().find(code).map(Agency::name).orElse(code);
    }

    static Views.Shown shown(X509Certificate certificate) {
        return new Views.Shown(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                day(certificate.getNotAfter().toInstant()));
    }

    /** Of the certificate with that key, as text; empty where it is no name. */
    static String issuer(CertificateKey key) {
        try {
            return new X500Principal(HexFormat.of().parseHex(key.issuer())).getName();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    static Views.Shown shown(Completion completion) {
        return new Views.Shown(
                completion.subject(), "", completion.key().serial().toString(16), day(completion.notAfter()));
    }

    static String day(Instant at) {
        return DAY.format(at.atZone(KOREA));
    }

    static String minute(Instant at) {
        return MINUTE.format(at.atZone(KOREA));
    }
}
