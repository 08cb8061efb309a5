package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnchorKeyTest {
    private static final String NAME = "CN=GPKIRootCA1,OU=GPKI,O=Government of Korea,C=KR";
    private final TestAuthority root = TestAuthority.root(NAME);
    private final AnchorKey key = AnchorKey.of(root.certificate());

    @Test
    void aCertificateRenewedForNameAndKeyIsTheSameAnchor() {
        TestAuthority renewed = TestAuthority.root(
                NAME, made -> made.key(root.keyPair()).until(TestAuthority.END.plus(Duration.ofDays(1))));
        assertThat(renewed.certificate()).isNotEqualTo(root.certificate());
        assertThat(AnchorKey.of(renewed.certificate())).isEqualTo(key);
    }

    @Test
    void anotherKeyOrAnotherNameIsAnotherAnchor() {
        assertThat(AnchorKey.of(TestAuthority.root(NAME).certificate())).isNotEqualTo(key);
        assertThat(AnchorKey.of(TestAuthority.root("CN=GPKIRootCA2,C=KR", made -> made.key(root.keyPair()))
                        .certificate()))
                .isNotEqualTo(key);
    }

    @Test
    void whatIsNoHashIsNoKey() {
        assertThatThrownBy(() -> new AnchorKey("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnchorKey("A".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
