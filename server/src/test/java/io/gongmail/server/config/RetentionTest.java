package io.gongmail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    @Test
    void aFolderAndATimeAreRead() {
        assertThat(Retention.parse("Trash 30 d")).contains(new Retention("Trash", Duration.ofDays(30)));
        assertThat(Retention.parse("Deleted Items 48h")).contains(new Retention("Deleted Items", Duration.ofHours(48)));
        assertThat(Retention.parse("휴지통 7 d")).contains(new Retention("휴지통", Duration.ofDays(7)));
        assertThat(Retention.parse("Year 2020 90 d")).contains(new Retention("Year 2020", Duration.ofDays(90)));
    }

    @Test
    void whatIsNoFolderWithATimeIsRefused() {
        for (String wrong : new String[] {"", "Trash", "30 d", "Trash 30", "Trash 1 h", "Trash 9999 d", "Trash d"}) {
            assertThat(Retention.parse(wrong)).as(wrong).isEmpty();
        }
    }
}
