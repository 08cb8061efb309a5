package io.gongmail.connector;

import io.gongmail.connector.words.Words;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
        name = "gongmail-connector",
        mixinStandardHelpOptions = true,
        description = {
            "Local IMAP and SMTP for mail programs that show no certificate.",
            "First 'setup', then 'run'; 'check' tells what is wrong."
        })
public final class Main {
    private Main() {}

    /** Where the person's settings are unless they say otherwise. */
    static final class Place {
        @Option(
                names = "--settings",
                paramLabel = "FILE",
                description = "The file of settings; default: ${DEFAULT-VALUE}.",
                defaultValue = "${sys:user.home}/.gongmail/connector.properties")
        Path settings = Path.of("");
    }

    /** What every command works with. */
    record Surroundings(Terminal terminal, Words words, SecureRandom random, Clock clock) {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> LoggerFactory.getLogger(Main.class)
                .error("a fault of ours ended the thread {}", thread.getName(), fault));
        ConsoleTerminal terminal = new ConsoleTerminal();
        Surroundings here = new Surroundings(terminal, new Words(), new SecureRandom(), Clock.systemUTC());
        System.exit(line(here, terminal.writer()).execute(arguments));
    }

    /** Exit codes: 0 done, 1 could not, 2 wrong usage. */
    static CommandLine line(Surroundings here, PrintWriter out) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new Setup(here))
                .addSubcommand(new Run(here))
                .addSubcommand(new Check(here));
        line.setOut(out).setErr(out);
        line.setExecutionExceptionHandler((fault, command, parsed) -> {
            if (fault instanceof java.io.IOException) {
                here.terminal().tell(String.valueOf(fault.getMessage()));
                return 1;
            }
            throw fault;
        });
        return line;
    }
}
