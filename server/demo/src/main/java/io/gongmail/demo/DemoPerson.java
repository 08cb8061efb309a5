package io.gongmail.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One folder under {@code people/}: certificate and key as files, password and address as text. */
public record DemoPerson(String name, Path folder) {

    public Path certificate() {
        return folder.resolve(name + ".crt.pem");
    }

    public Path key() {
        return folder.resolve(name + ".key.pem");
    }

    /** Certificate, chain and key under {@link #password()}. */
    public Path pkcs12() {
        return folder.resolve(name + ".p12");
    }

    /** Certificate and key as GPKI programs keep them: {@code 001홍길동001_sig.cer}, {@code _sig.key}. */
    public Path gpki() {
        return folder.resolve("gpki");
    }

    /** Of the account and of the PKCS#12 and GPKI key files; a demo's password, so it may be shown. */
    public String password() throws IOException {
        return Files.readString(folder.resolve("password.txt")).strip();
    }

    /** The account's address; empty for those who have none. */
    public Optional<String> address() throws IOException {
        Path file = folder.resolve("address.txt");
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
