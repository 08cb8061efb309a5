package io.gongmail.server.admin;

import picocli.CommandLine.Option;

/** Where the person's key is; read on the person's side only. */
final class SigningOptions {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "SOURCE",
            description = "Your key: a key file (PEM, GPKI, NPKI), a folder of them, or PKCS#12.")
    private String key = "";

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description =
                    "The certificate, where it is not named like the key file, as NAME.crt.pem beside NAME.key.pem.")
    private String certificate = "";

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "Its first line opens the key; - for standard input. Default: asked for on the console.")
    private String passwordFile = "";
}
