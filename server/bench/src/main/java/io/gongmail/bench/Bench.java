package io.gongmail.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scripts/bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            Crash.class,
            Handshake.class,
            Idle.class,
            Notice.class,
            Portal.class,
            Search.class,
            Signin.class,
            Store.class
        },
        description = "Benchmarks: figures on standard output, everything else on standard error.")
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Bench());
        command.setOut(new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        command.setExecutionExceptionHandler((e, line, result) -> {
            line.getErr().println("bench: " + e);
            return 1;
        });
        System.exit(command.execute(arguments));
    }
}
