package io.gongmail.server.signin;

import io.gongmail.pki.Verdict;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Binding;
import java.util.function.Function;

/** Whose a certificate is that somebody has shown. {@code fold} makes every caller answer for all three. */
public sealed interface CertificateHolder {
    /** It is good, of a kind that opens this account, and its binding and the account are active. */
    record Owner(Account account, Binding binding, Verdict.Accepted verdict) implements CertificateHolder {
        @Override
        public <T> T fold(
                Function<Owner, T> owner, Function<Stranger, T> stranger, Function<Verdict.Refused, T> refused) {
            return owner.apply(this);
        }
    }

    /** It is good and opens no account: none it is bound to, or one that is suspended, or it is not of the kind. */
    record Stranger(Verdict.Accepted verdict) implements CertificateHolder {
        @Override
        public <T> T fold(
                Function<Owner, T> owner, Function<Stranger, T> stranger, Function<Verdict.Refused, T> refused) {
            return stranger.apply(this);
        }
    }

    /** It is not good. */
    record Refused(Verdict.Refused verdict) implements CertificateHolder {
        @Override
        public <T> T fold(
                Function<Owner, T> owner, Function<Stranger, T> stranger, Function<Verdict.Refused, T> refused) {
            return refused.apply(verdict);
        }
    }

    <T> T fold(Function<Owner, T> owner, Function<Stranger, T> stranger, Function<Verdict.Refused, T> refused);
}
