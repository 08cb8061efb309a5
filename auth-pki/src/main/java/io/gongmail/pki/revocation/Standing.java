package io.gongmail.pki.revocation;

import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of one certificate's revocation at one instant. */
public sealed interface Standing {
    /** Facts for the helpdesk, as {@code name=value}. */
    List<String> evidence();

    /**
     * Not revoked.
     *
     * @param until the instant up to which this may be relied on
     * @param lists those that said so; empty where no list did, but a responder or the policy's grace
     */
    record Good(Instant until, List<X509CRL> lists, List<String> evidence) implements Standing {
        public Good {
            lists = List.copyOf(lists);
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Good, T> good, Function<Revoked, T> revoked, Function<Unavailable, T> unavailable) {
            return good.apply(this);
        }
    }

    /** Revoked, or on hold (RFC 5280 §5.3.1). */
    record Revoked(boolean onHold, List<String> evidence) implements Standing {
        public Revoked {
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Good, T> good, Function<Revoked, T> revoked, Function<Unavailable, T> unavailable) {
            return revoked.apply(this);
        }
    }

    /**
     * Nobody can tell.
     *
     * @param stale whether something is at hand that is past its time
     * @param goodUntil when that ended; it said good then
     */
    record Unavailable(boolean stale, @Nullable Instant goodUntil, List<String> evidence) implements Standing {
        public Unavailable {
            evidence = List.copyOf(evidence);
        }

        /** Nothing is at hand. */
        static Unavailable because(String... evidence) {
            return new Unavailable(false, null, List.of(evidence));
        }

        @Override
        public <T> T fold(Function<Good, T> good, Function<Revoked, T> revoked, Function<Unavailable, T> unavailable) {
            return unavailable.apply(this);
        }
    }

    <T> T fold(Function<Good, T> good, Function<Revoked, T> revoked, Function<Unavailable, T> unavailable);
}
