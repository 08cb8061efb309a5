package io.gongmail.server.admin;

import picocli.CommandLine.Option;

/** Where the person's key is; read on the person's side only. */
final class SigningOptions {
    @Option(names = "--key", required = true, paramLabel = "FILE", description = "PKCS#8 in PEM, not encrypted.")
    private String key = "";

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate and its issuer, PEM; default: NAME.crt.pem beside NAME.key.pem.")
    private String certificate = "";
}
