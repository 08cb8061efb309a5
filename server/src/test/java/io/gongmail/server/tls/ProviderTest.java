package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestServer;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests that are run once more on the JDK's provider are run on it. */
@Tag("either-provider")
class ProviderTest {
    @Test
    void listenersSpeakByTheProviderAskedFor() {
        boolean jdk = "jdk".equals(System.getProperty("gongmail.tls.provider")) || !TlsContexts.openSslAvailable();

        SSLEngine engine = TestServer.shared().encryption().sslHandler().engine();

        assertThat(engine instanceof ReferenceCountedOpenSslEngine).isEqualTo(!jdk);
    }
}
