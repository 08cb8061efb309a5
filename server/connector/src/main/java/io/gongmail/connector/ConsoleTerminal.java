package io.gongmail.connector;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The process's own terminal, in its own encoding: Windows has its consoles in Korean's MS949. */
final class ConsoleTerminal implements Terminal {
    private final Optional<Console> console = Optional.ofNullable(System.console());
    private final PrintWriter out = console.map(Console::writer)
            .orElseGet(() -> new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));

    PrintWriter writer() {
        return out;
    }

    @Override
    public void tell(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public String ask(String question) throws IOException {
        return given(there().readLine("%s: ", question));
    }

    @Override
    public char[] askSecret(String question) throws IOException {
        char[] typed = there().readPassword("%s: ", question);
        if (typed == null) {
            throw ended();
        }
        return typed;
    }

    private Console there() throws IOException {
        return console.orElseThrow(() -> new IOException("there is no terminal to ask on; start it in one, or let"
                + " password-file name a file with the password"));
    }

    private static String given(@org.jspecify.annotations.Nullable String line) throws IOException {
        if (line == null) {
            throw ended();
        }
        return line;
    }

    private static IOException ended() {
        return new IOException("nothing was answered");
    }
}
