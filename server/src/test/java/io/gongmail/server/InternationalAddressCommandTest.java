package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.RealServer.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account international-address}: a Korean name is given, listed and withdrawn. */
class InternationalAddressCommandTest {
    @TempDir
    Path home;

    @Test
    void aNameIsGivenListedAndWithdrawn() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            real.enrolled("hong");
            String hong = address("hong");
            String domain = hong.substring(hong.indexOf('@') + 1);
            assertThat(said(real, hong)).isEqualTo("");
            assertThat(said(real, hong, "--give", "홍길동")).contains(hong + " is 홍길동@" + domain + " too");
            assertThat(said(real, hong, "--give", "홍길동@" + domain)).contains("already");
            assertThat(said(real, hong, "--json")).contains("\"name\":\"홍길동@" + domain + "\"");
            refuses(real, "no Korean address", hong, "--give", "hong2");
            refuses(real, "no Korean address", hong, "--give", "홍 길동");
            refuses(real, "not of the domain", hong, "--give", "홍길동@elsewhere.example");
            refuses(real, "no open account", "nobody@" + domain, "--give", "아무");
            refuses(real, "one of --give and --withdraw", hong, "--give", "홍", "--withdraw", "홍");
            refuses(real, "there is no account", "nobody@" + domain);
            assertThat(said(real, hong, "--withdraw", "홍길동")).contains("no more");
            refuses(real, "is not 홍길동@", hong, "--withdraw", "홍길동");
        }
    }

    private static Said run(RealServer real, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "account";
        all[1] = "international-address";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return real.gongmail(all);
    }

    private static String said(RealServer real, String... arguments) throws Exception {
        Said said = run(real, arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    private static void refuses(RealServer real, String why, String... arguments) throws Exception {
        Said said = run(real, arguments);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains(why);
    }
}
