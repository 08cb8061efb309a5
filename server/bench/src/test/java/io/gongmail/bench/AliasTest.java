package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTest {
    private final List<String> members =
            IntStream.range(0, 100).mapToObj(i -> "m" + i + "@x.example").toList();

    @Test
    void theTableHasEverybodyOnceInOneEntry() {
        String table = Alias.table("notice@x.example", members, new Random(7));
        assertThat(table).startsWith("notice@x.example\n ").endsWith("\n");
        List<String> lines = table.lines().toList();
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith(" "));
        assertThat(lines.stream().skip(1).map(line -> line.strip().replace(",", "")))
                .containsExactlyInAnyOrderElementsOf(members);
        assertThat(lines.subList(1, lines.size() - 1)).allMatch(line -> line.endsWith(","));
        assertThat(lines.get(lines.size() - 1)).doesNotEndWith(",");
    }

    @Test
    void theOrderTellsNothingOfWhoLooks() {
        assertThat(Alias.table("a@x.example", members, new Random(7))
                        .lines()
                        .skip(1)
                        .limit(20)
                        .map(line -> line.strip().replace(",", "")))
                .doesNotContainSequence(members.subList(0, 3))
                .isNotEqualTo(members.subList(0, 20));
    }

    @Test
    void thePeerMayExpandMoreThanItNeeds() {
        assertThat(Alias.settings("/f/alias", 1_000, 50).lines())
                .containsExactly(
                        "virtual_alias_maps = texthash:/f/alias",
                        "virtual_alias_expansion_limit = 2000",
                        "lmtp_destination_recipient_limit = 50");
    }
}
