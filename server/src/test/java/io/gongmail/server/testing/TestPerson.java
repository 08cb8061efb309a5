package io.gongmail.server.testing;

import io.gongmail.pki.demo.Issued;
import java.nio.file.Path;

/**
 * An enrolled official of the tests, with mailboxes and password.
 *
 * @param folder holds {@code person.crt.pem} and {@code person.key.pem}
 */
public record TestPerson(String address, String password, Issued certificate, Path folder) {
    public Path certificateFile() {
        return folder.resolve("person.crt.pem");
    }

    public Path keyFile() {
        return folder.resolve("person.key.pem");
    }
}
