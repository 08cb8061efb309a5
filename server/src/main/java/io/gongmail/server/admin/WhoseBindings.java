package io.gongmail.server.admin;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which bindings a command is about: those of an account, the one of an id, or the one of a certificate. */
final class WhoseBindings {
    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    private static final class Which {
        @Parameters(paramLabel = "ADDRESS|ID", description = "All bindings of an account, or one.")
        private String whose = "";

        @Option(
                names = "--certificate",
                paramLabel = "SHA256|FILE",
                description = "The binding of this certificate, whosever it is: a lost card's.")
        private String certificate = "";
    }

    /** An address or id; empty where a certificate is named. */
    String whose() {
        return which.whose;
    }

    /** A SHA-256 in hexadecimal, or a file on the person's side; empty where none is named. */
    String certificate() {
        return which.certificate;
    }

    String told() {
        return certificate().isEmpty() ? whose() : certificate();
    }
}
