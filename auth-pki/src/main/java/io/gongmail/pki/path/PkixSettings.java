package io.gongmail.pki.path;

import java.util.Set;

/** The inputs of path validation that an application may choose (RFC 5280 §6.1.1 c, e, f, g). */
record PkixSettings(
        Set<String> initialPolicies, boolean explicitPolicy, boolean inhibitMapping, boolean inhibitAnyPolicy) {
    /** Any policy, nothing inhibited; which policies open something is decided on the outcome. */
    static final PkixSettings OPEN = new PkixSettings(Set.of(), false, false, false);

    PkixSettings {
        initialPolicies = Set.copyOf(initialPolicies);
    }
}
