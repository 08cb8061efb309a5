package io.gongmail.server.enrollment;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Obstacle;

/** What stopped the registry, by its code. */
final class Stopped {
    private Stopped() {}

    static <T> Ruling<T> by(Obstacle obstacle) {
        return Ruling.refused(
                switch (obstacle) {
                    case OVERTAKEN -> "G-303";
                    case ADDRESS_TAKEN -> "G-333";
                    case CERTIFICATE_BOUND -> "G-324";
                    case ROLES_HELD -> "G-345";
                    case ACCOUNT_NOT_ACTIVE -> "G-351";
                    case BINDING_NOT_ACTIVE -> "G-352";
                    case CERTIFICATES_FULL -> "G-353";
                    case FIRST_APPROVAL_MISSING -> "G-303";
                });
    }
}
