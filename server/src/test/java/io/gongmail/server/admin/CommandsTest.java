package io.gongmail.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
    private static final Commands.Context NOTHING = new Commands.Context(
            () -> {
                throw new IllegalStateException();
            },
            () -> {
                throw new IllegalStateException();
            },
            Map.of(),
            progress -> {});

    @Test
    void aNounThatIsMadeAloneIsWhatItIsAmongAll() {
        Map<String, CommandLine> nouns = Commands.forParsing().getSubcommands();
        assertThat(nouns).containsKeys("account", "notice", "pki", "store").hasSizeGreaterThan(12);
        nouns.forEach((name, noun) -> {
            CommandLine alone = Commands.tree(NOTHING, Optional.empty(), name);
            assertThat(noun.getCommandName()).isEqualTo(name);
            assertThat(alone.getSubcommands()).containsOnlyKeys(name);
            assertThat(told(alone, name, "--help")).isEqualTo(noun.getUsageMessage());
        });
    }

    @Test
    void whatIsNoNounHasAllToChooseFrom() {
        CommandLine all = Commands.tree(NOTHING, Optional.empty(), "acount");
        assertThat(told(all, "acount")).contains("acount").contains("account");
        assertThat(all.getUsageMessage()).isEqualTo(Commands.forParsing().getUsageMessage());
    }

    private static String told(CommandLine line, String... arguments) {
        StringWriter told = new StringWriter();
        line.setOut(new PrintWriter(told)).setErr(new PrintWriter(told));
        line.execute(arguments);
        return told.toString();
    }
}
