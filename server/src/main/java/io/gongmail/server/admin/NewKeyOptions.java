package io.gongmail.server.admin;

import picocli.CommandLine.Option;

/** Where the key of the person's new certificate is; read on the person's side only. */
final class NewKeyOptions {
    @Option(
            names = "--new-key",
            required = true,
            paramLabel = "SOURCE",
            description = "The key of the new certificate: a key file, a folder, or PKCS#12.")
    private String key = "";

    @Option(names = "--new-cert", paramLabel = "FILE", description = "The new certificate, as --cert.")
    private String certificate = "";

    @Option(names = "--new-key-password-file", paramLabel = "FILE", description = "As --key-password-file.")
    private String passwordFile = "";
}
