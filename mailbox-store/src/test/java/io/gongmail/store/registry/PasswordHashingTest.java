package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashingTest {
    /** Made by the reference implementation: its test vector for Argon2id, 64 MiB, 2 iterations, 1 lane. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private final Argon2Parameters light = new Argon2Parameters(64, 1, 1);
    private final PasswordHashing hashing = new PasswordHashing(new SecureRandom(), light);

    @Test
    void theVectorOfRfc9106IsMet() {
        byte[] password = new byte[32];
        Arrays.fill(password, (byte) 1);
        byte[] salt = new byte[16];
        Arrays.fill(salt, (byte) 2);
        byte[] secret = new byte[8];
        Arrays.fill(secret, (byte) 3);
        byte[] additional = new byte[12];
        Arrays.fill(additional, (byte) 4);
        byte[] tag = PasswordHashing.argon2(
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                        .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(32)
                        .withIterations(3)
                        .withParallelism(4)
                        .withSalt(salt)
                        .withSecret(secret)
                        .withAdditional(additional)
                        .build(),
                password,
                32);
        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    void libsodiumAndBouncyCastleMakeTheSameOfTheSame() {
        Optional<Sodium> installed = Sodium.load();
        Assumptions.assumeTrue(installed.isPresent(), "libsodium is not installed");
        SecureRandom random = new SecureRandom();
        for (Argon2Parameters costs : List.of(
                light,
                new Argon2Parameters(19_456, 2, 1),
                new Argon2Parameters(77, 3, 1),
                new Argon2Parameters(64, 1, 2))) {
            PasswordHashing one = new PasswordHashing(random, costs, () -> installed);
            PasswordHashing other = new PasswordHashing(random, costs, Optional::empty);
            for (String password : List.of("a", "비밀번호 1", "x".repeat(PasswordHashing.LONGEST_PASSWORD))) {
                String phc = one.hash(password.toCharArray());
                assertThat(other.verify(phc, password.toCharArray())).isTrue();
                assertThat(other.verify(phc, (password + "1").substring(1).toCharArray()))
                        .isFalse();
                String otherPhc = other.hash(password.toCharArray());
                assertThat(one.verify(otherPhc, password.toCharArray())).isTrue();
                assertThat(one.verify(otherPhc, (password + "1").substring(1).toCharArray()))
                        .isFalse();
            }
        }
    }

    @Test
    void libsodiumIsAskedForWhatItDoesAlone() {
        assertThat(Sodium.does(light, 16, 32)).isTrue();
        assertThat(Sodium.does(light, 16, 16)).isTrue();
        assertThat(Sodium.does(light, 16, 15)).isFalse();
        assertThat(Sodium.does(light, 8, 32)).isFalse();
        assertThat(Sodium.does(light, 17, 32)).isFalse();
        assertThat(Sodium.does(new Argon2Parameters(64, 1, 2), 16, 32)).isFalse();
    }

    @Test
    void withoutLibsodiumAllIsDoneByBouncyCastle() {
        assertThat(Sodium.load(List.of("libsodium.so.nowhere"))).isEmpty();
        // Of the system, a library that lacks what is asked for.
        assertThat(Sodium.load(List.of("libc.so.6"))).isEmpty();
        PasswordHashing bouncy = new PasswordHashing(new SecureRandom(), light, Optional::empty);
        assertThat(bouncy.verify(bouncy.hash("a".toCharArray()), "a".toCharArray()))
                .isTrue();
    }

    @Test
    void aHashOfTheReferenceImplementationIsUnderstood() {
        assertThat(hashing.verify(REFERENCE, "password".toCharArray())).isTrue();
        assertThat(hashing.verify(REFERENCE, "passwore".toCharArray())).isFalse();
    }

    @Test
    void aPasswordOpensItsOwnHashAndNoOther() {
        String phc = hashing.hash("비밀번호 1".toCharArray());
        assertThat(phc).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hashing.verify(phc, "비밀번호 1".toCharArray())).isTrue();
        assertThat(hashing.verify(phc, "비밀번호 2".toCharArray())).isFalse();
        assertThat(hashing.verify(phc, "비밀번호 1 ".toCharArray())).isFalse();
    }

    @Test
    void theSamePasswordIsSaltedAnewEachTime() {
        assertThat(hashing.hash("same".toCharArray())).isNotEqualTo(hashing.hash("same".toCharArray()));
    }

    @Test
    void aHangulSyllableIsTheSameHoweverItWasTyped() {
        String phc = hashing.hash("한글".toCharArray());
        assertThat(hashing.verify(phc, "\u1112\u1161\u11AB\u1100\u1173\u11AF".toCharArray()))
                .isTrue();
    }

    @Test
    void theCallersPasswordIsLeftAsItWas() {
        char[] password = "keep me".toCharArray();
        String phc = hashing.hash(password);
        hashing.verify(phc, password);
        assertThat(password).containsExactly("keep me".toCharArray());
    }

    @Test
    void whatCannotBeAPasswordIsNone() {
        String phc = hashing.hash("x".toCharArray());
        for (char[] none : new char[][] {{}, "x".repeat(1_025).toCharArray(), {'x', '\uD800'}}) {
            assertThat(hashing.verify(phc, none)).isFalse();
            assertThatThrownBy(() -> hashing.hash(none)).isInstanceOf(IllegalArgumentException.class);
        }
        char[] longest = "x".repeat(1_024).toCharArray();
        assertThat(hashing.verify(hashing.hash(longest), longest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$t=1,m=64,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=064,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=1048577,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=101,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=640,t=1,p=17$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHR$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ==$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXP",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc$",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPcAA",
                " $argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void whatIsNoHashOpensToNothing(String phc) {
        assertThat(PhcText.parse(phc)).isEmpty();
        assertThat(hashing.verify(phc, "password".toCharArray())).isFalse();
        assertThat(hashing.isOutdated(phc)).isTrue();
    }

    @Test
    void aHashOfOtherParametersIsOutdated() {
        assertThat(hashing.isOutdated(hashing.hash("x".toCharArray()))).isFalse();
        assertThat(hashing.isOutdated(REFERENCE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "8,1,1,true",
        "7,1,1,false",
        "1048576,1,1,true",
        "1048577,1,1,false",
        "64,0,1,false",
        "64,100,1,true",
        "64,101,1,false",
        "64,1,0,false",
        "128,1,16,true",
        "127,1,16,false",
        "1024,1,17,false"
    })
    void parametersAreBounded(int memory, int iterations, int parallelism, boolean good) {
        if (good) {
            assertThat(new Argon2Parameters(memory, iterations, parallelism).memoryKiB())
                    .isEqualTo(memory);
        } else {
            assertThatThrownBy(() -> new Argon2Parameters(memory, iterations, parallelism))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theDefaultIsWhatIsRecommended() {
        assertThat(Argon2Parameters.DEFAULT).isEqualTo(new Argon2Parameters(19_456, 2, 1));
    }
}
