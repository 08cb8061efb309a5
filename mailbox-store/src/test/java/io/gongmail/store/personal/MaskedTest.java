package io.gongmail.store.personal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {
    @ParameterizedTest
    @CsvSource({"홍길동, 홍*동", "남궁민수, 남**수", "이영, 이*", "김, *", "John Smith, J********h", "𠮷野家, 𠮷*家"})
    void aNameShowsItsEnds(String name, String masked) {
        assertThat(Masked.name(name)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "01012341234, 010-****-1234",
        "010-1234-1234, 010-****-1234",
        "0212345678, 021-****-5678",
        "12345678, ***-****"
    })
    void aTelephoneNumberShowsItsEnds(String phone, String masked) {
        assertThat(Masked.phone(phone)).isEqualTo(masked);
    }

    @Test
    void aDateOfBirthShowsItsYear() {
        assertThat(Masked.birthDate("1990-12-31")).isEqualTo("1990-**-**");
    }

    @ParameterizedTest
    @CsvSource({"hong@example.org, h***@example.org", "h@example.org, h***@example.org"})
    void anAddressShowsItsFirstLetterAndItsDomain(String address, String masked) {
        assertThat(Masked.address(address)).isEqualTo(masked);
    }

    @Test
    void whatIsNotThereIsNotShown() {
        assertThat(Masked.name("")).isEmpty();
        assertThat(Masked.phone("")).isEmpty();
        assertThat(Masked.birthDate("")).isEmpty();
        assertThat(Masked.address("")).isEmpty();
        assertThat(Masked.address("@example.org")).isEmpty();
    }
}
