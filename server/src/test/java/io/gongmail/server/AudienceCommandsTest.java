package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.RealServer.Said;
import io.gongmail.store.registry.Agency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audience}: whom notices are for, before anything is sent. */
class AudienceCommandsTest {
    private static final String MINISTRY = "1342000";

    @TempDir
    Path home;

    @Test
    void anAudienceIsSavedCountedGrantedAndForgotten() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            real.server.registry().agencies().put(new Agency(MINISTRY, "교육부", Set.of("moe.gongmail.example")), "test");
            real.server.registry().agencies().put(new Agency("1741000", "행정안전부", Set.of()), "test");
            real.enrolled("hong");
            real.enrolled("kim");

            assertThat(real.gongmail("audience", "size", "all - " + address("kim"), "--json")
                            .out())
                    .contains("\"size\":1");
            assertThat(real.gongmail("audience", "size", "all", "--members").out())
                    .contains("size: 2", address("hong"), address("kim"));
            assertThat(succeeds(real, "audience", "save", "everybody", "all").out())
                    .contains("with 2");
            Path list = Files.writeString(home.resolve("list"), address("hong") + "\r\n\n");
            assertThat(succeeds(real, "audience", "save", "committee", "--list", list.toString(), "--agency", MINISTRY)
                            .out())
                    .contains("with 1");
            assertThat(succeeds(real, "audience", "list").out().lines())
                    .anyMatch(line -> line.startsWith("committee  " + MINISTRY))
                    .anyMatch(line -> line.startsWith("everybody") && line.endsWith("all"));
            assertThat(succeeds(real, "audience", "show", "committee", "--json").out())
                    .contains("\"members\":[\"" + address("hong") + "\"]");

            Said refused = real.gongmail("audience", "size", "everybody", "--agency", "1741000");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("G-935", "보낼 수 없는");
            assertThat(succeeds(real, "audience", "grant", "everybody", "1741000")
                            .out())
                    .contains("1741000 may address everybody");
            assertThat(succeeds(real, "audience", "size", "everybody", "--agency", "1741000", "--json")
                            .out())
                    .contains("\"size\":2");
            assertThat(succeeds(real, "audience", "list", "--agency", "1741000").out())
                    .contains("everybody")
                    .doesNotContain("committee");
            assertThat(succeeds(real, "audience", "revoke", "everybody", "1741000")
                            .out())
                    .contains("no more");
            assertThat(real.gongmail("audience", "revoke", "everybody", "1741000")
                            .exit())
                    .isEqualTo(1);

            assertThat(succeeds(real, "audience", "remove", "everybody").out()).contains("is removed");
            assertThat(real.gongmail("audience", "remove", "everybody").err()).contains("G-933");
            assertThat(real.gongmail("audience", "show", "everybody").err()).contains("G-933");
        }
    }

    @Test
    void whatIsWrongIsSaidAndNothingSaved() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            assertThat(real.gongmail("audience", "save", "broken", "a & (b").err())
                    .contains("G-931", "at character 7");
            assertThat(real.gongmail("audience", "save", "Broken", "all").err()).contains("the name of an audience");
            assertThat(real.gongmail("audience", "save", "both").err()).contains("one of EXPRESSION and --list");
            Path list = Files.writeString(home.resolve("list"), "\nnot an address\n");
            assertThat(real.gongmail("audience", "save", "broken", "--list", list.toString())
                            .err())
                    .contains("line 2 is not an address");
            assertThat(real.gongmail(
                                    "audience",
                                    "save",
                                    "broken",
                                    "--list",
                                    home.resolve("none").toString())
                            .exit())
                    .isEqualTo(1);
            assertThat(real.gongmail("audience", "list").out()).isEmpty();
        }
    }

    private static Said succeeds(RealServer real, String... arguments) {
        Said said = real.gongmail(arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said;
    }
}
