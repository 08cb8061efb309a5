package io.gongmail.server.notice.signing;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.config.UnsignedNotices;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.text.Entity;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Signs notices in the name of the agency that hands them in (S/MIME, RFC 8551), with the key that the administrator gave for it. A key
 * signs as long as its certificate is good at that moment, is registered with an active account of that agency's own, its representative's
 * or one of its systems', and is for signing mail. Where it does not sign, the notice is held, or goes as it came, as the administrator
 * has it; a notice of an agency without key goes as it came. Thread-safe; calls block, as judging does.
 */
public final class NoticeSigning {
    /** Extended key usages with which mail may be signed (RFC 8550 §4.4.4): emailProtection, any. */
    private static final List<String> FOR_MAIL = List.of("1.3.6.1.5.5.7.3.4", "2.5.29.37.0");

    private static final int DIGITAL_SIGNATURE = 0;
    /** RFC 5280 §4.2.1.6. */
    private static final int RFC822_NAME = 1;

    private static final int LONGEST_WORDS = 500;

    /** Said of one that will never be signed, whatever becomes of the key. */
    public static final String TOO_LARGE = "G-966";

    /** Octets: a message is signed in memory, which holds it some four times meanwhile. */
    private static final long LARGEST = 64L << 20;

    private final Function<String, Ruling<Optional<SigningKey>>> keys;
    private final UnsignedNotices otherwise;
    private final Clock clock;

    private NoticeSigning(Function<String, Ruling<Optional<SigningKey>>> keys, UnsignedNotices otherwise, Clock clock) {
        this.keys = keys;
        this.otherwise = otherwise;
        this.clock = clock;
    }

    /** Where no agency has given a key: whatever it is, it goes as it came. */
    public static NoticeSigning none(Clock clock) {
        return new NoticeSigning(agency -> Ruling.granted(Optional.empty()), UnsignedNotices.HOLD, clock);
    }

    /**
     * With the keys of a folder, laid as {@link SigningKeys} has it.
     *
     * @param otherwise what becomes of a notice whose agency's key does not sign
     */
    public static NoticeSigning with(
            Path folder,
            UnsignedNotices otherwise,
            Registry registry,
            CertificateJudge judge,
            SecureRandom random,
            Clock clock) {
        SigningKeys files = new SigningKeys(folder, random);
        return new NoticeSigning(
                agency -> files.of(agency)
                        .then(found -> found.isEmpty()
                                ? Ruling.granted(found)
                                : fit(found.get(), agency, registry, judge, clock)
                                        .then(key -> Ruling.granted(Optional.of(key)))),
                otherwise,
                clock);
    }

    private static Ruling<SigningKey> fit(
            SigningKey key, String agency, Registry registry, CertificateJudge judge, Clock clock) {
        X509Certificate certificate = key.certificate();
        return judge.judge(PeerCertificate.of(key.chain()))
                .<Ruling<SigningKey>>fold(
                        accepted -> Ruling.granted(key),
                        refused ->
                                new Ruling.Refused<SigningKey>(refused.reason().code(), refused.facts()))
                .then(good -> isForMail(certificate)
                        ? Ruling.granted(key)
                        : new Ruling.Refused<SigningKey>("G-964", Map.of("agency", agency, "found", key.file())))
                .then(good -> {
                    Optional<Account> holder = registry.bindings()
                            .find(CertificateKeys.of(certificate))
                            .filter(binding -> binding.opens(clock.instant()))
                            .flatMap(binding -> registry.accounts().find(binding.account()));
                    boolean isOurs = holder.filter(account -> account.type() != AccountType.OFFICIAL
                                    && account.state() == AccountState.ACTIVE
                                    && account.agency().equals(agency))
                            .isPresent();
                    return isOurs
                            ? Ruling.granted(key)
                            : new Ruling.Refused<SigningKey>(
                                    "G-963",
                                    Map.of(
                                            "agency",
                                            agency,
                                            "found",
                                            certificate
                                                    .getSubjectX500Principal()
                                                    .getName()));
                });
    }

    /** digitalSignature (RFC 8550 §4.4.2) and, where there is an extended key usage, one for mail (§4.4.4). */
    static boolean isForMail(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return false;
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(FOR_MAIL::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** The certificate that signs an agency's notices now; empty where it gave no key; refused where the key does not sign. */
    public Ruling<Optional<X509Certificate>> standing(String agency) {
        return keys.apply(agency).then(key -> Ruling.granted(key.map(SigningKey::certificate)));
    }

    /** Whether a refusal of {@link #standing} holds notices; they go as they came otherwise. */
    public boolean holds() {
        return otherwise == UnsignedNotices.HOLD;
    }

    /** Whether notices of an agency wait for a key that signs. */
    public boolean isHeld(String agency) {
        return holds() && keys.apply(agency).fold(key -> false, refused -> true);
    }

    /**
     * What is posted of a notice.
     *
     * @param message as everybody gets it
     * @param words who signed it, or why nobody did; empty where there was no key, at most 500 characters
     */
    public record Outgoing(NoticeDelivery.Octets message, String words) {}

    /**
     * Signs a notice; what was signed when it came goes as it is. Refused: it is held.
     *
     * @throws IOException when the message cannot be read
     */
    public Ruling<Outgoing> outgoing(OfficialNotice notice, NoticeDelivery.Octets kept) throws IOException {
        Ruling<Optional<SigningKey>> key = keys.apply(notice.agency());
        if (key instanceof Ruling.Refused<Optional<SigningKey>> refused) {
            return unsigned(new Ruling.Refused<>(refused.code(), refused.facts()), kept);
        }
        Optional<SigningKey> own = ((Ruling.Granted<Optional<SigningKey>>) key).value();
        if (own.isPresent() && notice.octets() > LARGEST) {
            return unsigned(new Ruling.Refused<>(TOO_LARGE, Map.of("most", (LARGEST >> 20) + " MiB")), kept);
        }
        return Ruling.granted(own.isEmpty() ? new Outgoing(kept, "") : signed(own.get(), kept));
    }

    private Ruling<Outgoing> unsigned(Ruling.Refused<Outgoing> refused, NoticeDelivery.Octets kept) {
        return holds() ? refused : Ruling.granted(new Outgoing(kept, shortened("unsigned: " + words(refused))));
    }

    private Outgoing signed(SigningKey key, NoticeDelivery.Octets kept) throws IOException {
        byte[] octets;
        try (InputStream in = kept.open()) {
            octets = in.readAllBytes();
        }
        Entity message = Entity.of(octets);
        if (SignedMessage.isSigned(message)) {
            return new Outgoing(kept, "as its sender signed it");
        }
        SignedMessage signed = SignedMessage.of(message, key, clock.instant());
        X509Certificate certificate = key.certificate();
        return new Outgoing(
                signed::open,
                shortened("signed by " + certificate.getSubjectX500Principal().getName() + ", serial number "
                        + certificate.getSerialNumber().toString(16)
                        + mismatch(certificate, message.addresses("From"))));
    }

    /** Codes and facts are the same in every language; {@code notice show} has the words. */
    public static String words(Ruling.Refused<?> refused) {
        return refused.code()
                + refused.facts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(fact -> " " + fact.getKey() + "=" + fact.getValue())
                        .collect(Collectors.joining());
    }

    private static String shortened(String words) {
        return words.substring(0, Math.min(words.length(), LONGEST_WORDS));
    }

    /** RFC 8550 §3: programs compare; where the certificate names no address there is nothing to compare. */
    static String mismatch(X509Certificate certificate, List<String> from) {
        List<String> named = addresses(certificate);
        boolean differs = !named.isEmpty() && from.stream().noneMatch(named::contains);
        return differs
                ? "; its certificate is for " + String.join(", ", named) + " and the notice is from "
                        + String.join(", ", from) + ", of which mail programs warn"
                : "";
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(RFC822_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
