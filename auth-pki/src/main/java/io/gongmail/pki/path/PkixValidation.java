package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PolicyNode;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bouncycastle.jcajce.PKIXExtendedParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bouncy Castle's PKIX validator (RFC 5280 §6) over one path: alone where revocation was asked for before, or with the lists
 * there are; it knows no responders.
 */
final class PkixValidation {
    private static final Logger LOG = LoggerFactory.getLogger(PkixValidation.class);

    private final PkixSettings settings;
    private final @Nullable Supplier<Collection<X509CRL>> lists;
    private final Collection<X509Certificate> others;
    private final Provider provider;
    private Set<PolicyOid> policies = Set.of();

    /** The path alone. */
    PkixValidation(PkixSettings settings, Provider provider) {
        this(settings, null, List.of(), provider);
    }

    /**
     * The path, and where it holds, revocation.
     *
     * @param lists fetches them, where they have to be: only a path that holds is worth that
     * @param others certificates that may have signed lists, beside those of the path
     */
    PkixValidation(
            PkixSettings settings,
            @Nullable Supplier<Collection<X509CRL>> lists,
            Collection<X509Certificate> others,
            Provider provider) {
        this.settings = settings;
        this.lists = lists;
        this.others = others;
        this.provider = provider;
    }

    /** The policies valid for the end entity, once a path was found good. */
    Set<PolicyOid> policies() {
        return policies;
    }

    Optional<Refused> refusal(PathFinder.Path path, Instant now) {
        try {
            CertPath certificates =
                    CertificateFactory.getInstance("X.509", provider).generateCertPath(path.certificates());
            CertPathValidator validator = CertPathValidator.getInstance("PKIX", provider);
            PKIXParameters parameters = parameters(path, now);
            Optional<Refused> refused = byPath(path, certificates, validator, parameters);
            return refused.isPresent() || lists == null
                    ? refused
                    : byLists(path, certificates, validator, parameters, lists.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle lacks what it always has", e);
        }
    }

    private Optional<Refused> byPath(
            PathFinder.Path path, CertPath certificates, CertPathValidator validator, PKIXParameters parameters)
            throws GeneralSecurityException {
        try {
            accept((PKIXCertPathValidatorResult) validator.validate(certificates, parameters), path);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return refused(RefusalReason.PATH_INVALID, "pkix=" + e.getMessage());
        } catch (RuntimeException e) {
            // All it is given are certificates: what it reads of them last, such as qualifiers of policies, is broken.
            LOG.warn("a certification path that cannot be validated: {}", e.toString());
            return refused(RefusalReason.MALFORMED, "pkix=" + e.getClass().getSimpleName());
        }
    }

    /** Path and revocation, told as if it were for revocation alone. */
    private Optional<Refused> byLists(
            PathFinder.Path path,
            CertPath certificates,
            CertPathValidator validator,
            PKIXParameters parameters,
            Collection<X509CRL> lists)
            throws GeneralSecurityException {
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists), provider));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(signers(path)), provider));
        try {
            accept(
                    (PKIXCertPathValidatorResult) validator.validate(
                            certificates,
                            new PKIXExtendedParameters.Builder(parameters)
                                    .setUseDeltasEnabled(true)
                                    .build()),
                    path);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return refused(RefusalReason.REVOCATION_UNAVAILABLE, "pkix=" + e.getMessage());
        }
    }

    private void accept(PKIXCertPathValidatorResult result, PathFinder.Path path) {
        policies = leafPolicies(result.getPolicyTree(), path.certificates().size());
    }

    private PKIXParameters parameters(PathFinder.Path path, Instant now) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(false);
        parameters.setInitialPolicies(settings.initialPolicies());
        parameters.setExplicitPolicyRequired(settings.explicitPolicy());
        parameters.setPolicyMappingInhibited(settings.inhibitMapping());
        parameters.setAnyPolicyInhibited(settings.inhibitAnyPolicy());
        return parameters;
    }

    private List<X509Certificate> signers(PathFinder.Path path) {
        List<X509Certificate> signers = new ArrayList<>(path.certificates());
        signers.add(path.anchor());
        signers.addAll(others);
        return signers;
    }

    private static Set<PolicyOid> leafPolicies(@Nullable PolicyNode root, int depth) {
        Set<PolicyOid> found = new TreeSet<>();
        if (root != null) {
            collect(root, depth, found);
        }
        return found;
    }

    private static void collect(PolicyNode node, int depth, Set<PolicyOid> found) {
        if (node.getDepth() == depth) {
            // One beyond our bounds cannot be among those accepted, and must not spoil the others.
            PolicyOid.parse(node.getValidPolicy()).ifPresent(found::add);
            return;
        }
        for (Iterator<? extends PolicyNode> children = node.getChildren(); children.hasNext(); ) {
            collect(children.next(), depth, found);
        }
    }
}
