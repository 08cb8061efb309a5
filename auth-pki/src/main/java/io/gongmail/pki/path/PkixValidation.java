package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Bouncy Castle's PKIX validator (RFC 5280 §6) over one path: once for the path, once more with revocation. */
final class PkixValidation {
    private final RevocationLists lists;
    private final Provider provider;
    private Set<PolicyOid> policies = Set.of();

    PkixValidation(RevocationLists lists, Provider provider) {
        this.lists = lists;
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
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            PKIXCertPathValidatorResult result;
            try {
                result = (PKIXCertPathValidatorResult) validator.validate(certificates, parameters);
            } catch (CertPathValidatorException e) {
                return refused(RefusalReason.PATH_INVALID, "pkix=" + e.getMessage());
            }
            parameters.setRevocationEnabled(true);
            parameters.addCertStore(CertStore.getInstance(
                    "Collection", new CollectionCertStoreParameters(new ArrayList<>(lists.all())), provider));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(above(path)), provider));
            try {
                validator.validate(certificates, parameters);
            } catch (CertPathValidatorException e) {
                return refused(RefusalReason.REVOCATION_UNAVAILABLE, "pkix=" + e.getMessage());
            }
            policies = leafPolicies(result.getPolicyTree(), path.certificates().size());
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle lacks what it always has", e);
        }
    }

    private static List<Object> above(PathFinder.Path path) {
        List<Object> certificates = new ArrayList<>(path.certificates());
        certificates.add(path.anchor());
        return certificates;
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
            found.add(new PolicyOid(node.getValidPolicy()));
            return;
        }
        for (Iterator<? extends PolicyNode> children = node.getChildren(); children.hasNext(); ) {
            collect(children.next(), depth, found);
        }
    }
}
