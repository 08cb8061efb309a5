package io.gongmail.server.admin;

import java.io.IOException;
import picocli.CommandLine.Option;

/** Mixed into commands that open a key. */
final class PasswordOptions {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Its first line opens the key; - for standard input. Default: asked for on the console.")
    private String file = "";

    @Option(names = "--password-fd", paramLabel = "N", description = "The same from an open file descriptor.")
    private int descriptor = -1;

    boolean given() {
        return !file.isEmpty() || descriptor >= 0;
    }

    /** The caller wipes it. */
    char[] read(PasswordSource source) throws IOException {
        return source.read(file, descriptor, "Password of the key");
    }
}
