package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MailServiceTest {
    @Test
    void anAddressIsOfTheDomainBehindItsLastAt() {
        assertThat(Services.MINISTRY.domainOf("hong@MOE.example")).hasValue("moe.example");
        assertThat(Services.MINISTRY.domainOf("\"a@b\"@police.example")).hasValue("police.example");
        assertThat(Services.MINISTRY.domainOf("hong@sub.moe.example")).isEmpty();
        assertThat(Services.MINISTRY.domainOf("")).isEmpty();
    }
}
