package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Application;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has a mailbox is told how a mail program opens it. */
class SetupPagesTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void theValuesOfTheServerStandThere() throws IOException {
        assertThat(house.browser().get(house.port(), "/setup").body())
                .contains("<code>mail.moe.example</code>", "<code>993</code>", "<code>465</code>", "SSL/TLS");
    }

    @Test
    void whoseMailboxIsOpenIsShownTheWay() throws IOException {
        Applicant applicant = new Applicant(house)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        assertThat(applicant.get("/status").body()).doesNotContain("href=\"/setup\"");
        house.review().approve(applicant.id(), house.reviewer(), "").then(house.provisioning::provision);
        assertThat(house.enrollment.find(applicant.id())).get().isInstanceOf(Application.Provisioned.class);
        assertThat(applicant.get("/status").body()).contains("href=\"/setup\"", "href=\"/account\"");
    }
}
