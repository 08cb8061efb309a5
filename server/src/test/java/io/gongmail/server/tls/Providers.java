package io.gongmail.server.tls;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Each library at hand with each version of TLS. */
final class Providers {
    private Providers() {}

    static Stream<TlsContexts.Library> libraries() {
        return TlsContexts.openSslAvailable()
                ? Stream.of(TlsContexts.Library.JDK, TlsContexts.Library.OPENSSL)
                : Stream.of(TlsContexts.Library.JDK);
    }

    static Stream<Arguments> librariesAndVersions() {
        return libraries()
                .flatMap(library -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(library, version)));
    }
}
