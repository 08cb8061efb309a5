package io.gongmail.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a demo.
 *
 * <pre>
 * conf/    a complete configuration        data/  the store        log/
 * pki/     ca.pem crl.pem server-ca.pem and what the authority keeps
 * people/  NAME/NAME.crt.pem NAME.key.pem NAME.p12 password.txt address.txt
 *          gpki/ with the same pair as GPKI key files
 *          and revoked, expired, foreign, unbound, and relay (an agency's system) in the same shape
 * more.ini sections of settings that the demo has none of, if somebody puts it there
 * </pre>
 */
public record DemoHome(Path root) {

    public Path conf() {
        return root.resolve("conf");
    }

    public Path pki() {
        return root.resolve("pki");
    }

    public Path people() {
        return root.resolve("people");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** Sections that every start adds to the configuration that it writes; need not be there. */
    public Path ownSettings() {
        return root.resolve("more.ini");
    }

    /** Anchor for the server's own certificate. */
    public Path serverAnchor() {
        return pki().resolve("server-ca.pem");
    }

    public DemoPerson person(String name) {
        return new DemoPerson(name, people().resolve(name));
    }

    /** The officials that have keys here, in the order of their names. */
    public List<DemoPerson> officials() throws IOException {
        try (Stream<Path> folders = Files.list(people())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("official"))
                    .sorted(Comparator.naturalOrder())
                    .map(this::person)
                    .toList();
        }
    }

    void create() throws IOException {
        for (Path folder : List.of(conf(), pki(), people(), data(), root.resolve("log"))) {
            Files.createDirectories(folder);
        }
    }
}
