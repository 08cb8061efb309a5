package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressReaderTest {
    private final AddressReader reader = new AddressReader();

    @Test
    void whatAnAddressIsWrittenAsIsReadAndItsDomainKeptOnce() {
        Address hong = reader.read("hong@moe.gongmail.example");
        Address kim = reader.read("kim@moe.gongmail.example");
        assertThat(hong).isEqualTo(new Address("hong", "moe.gongmail.example"));
        assertThat(kim.domain()).isSameAs(hong.domain());
        assertThat(reader.read("kim@moi.gongmail.example")).hasToString("kim@moi.gongmail.example");
    }

    @Test
    void whatIsNoAddressIsNotRead() {
        assertThatThrownBy(() -> reader.read("hong")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read("Hong@moe.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.read("hong@moe@example")).isInstanceOf(IllegalArgumentException.class);
    }
}
