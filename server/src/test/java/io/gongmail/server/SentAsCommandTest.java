package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SeedAccount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account sent-as}: somebody may send in the name of an agency's account, and then not. */
class SentAsCommandTest {
    @TempDir
    Path home;

    @Test
    void theRightIsGivenListedAndWithdrawn() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            real.enrolled("hong");
            Issued issued = real.issued("교육부 민원실");
            real.server
                    .registry()
                    .accounts()
                    .seed(
                            List.of(new SeedAccount(
                                    Address.of(address("minwon")),
                                    "민원실",
                                    AccountType.AGENCY_REPRESENTATIVE,
                                    "1342000",
                                    CertificateKeys.of(issued.certificate()),
                                    "cn=minwon",
                                    issued.certificate().getNotAfter().toInstant(),
                                    "")),
                            "test");
            String role = address("minwon");
            String hong = address("hong");
            assertThat(real.gongmail("account", "sent-as", role))
                    .satisfies(said -> assertThat(said.exit()).isZero())
                    .extracting(Said::out)
                    .isEqualTo("");
            assertThat(real.gongmail("account", "sent-as", role, "--give", hong).out())
                    .contains(hong + " may send as " + role);
            assertThat(real.gongmail("account", "sent-as", role, "--json").out())
                    .contains("\"holder\":\"" + hong + "\"", "\"may\":\"yes\"");
            Said other = real.gongmail("account", "sent-as", hong, "--give", role);
            assertThat(other.exit()).isEqualTo(1);
            assertThat(other.err()).contains("only officials");
            assertThat(real.gongmail("account", "sent-as", role, "--withdraw", hong)
                            .out())
                    .contains("no more");
            assertThat(real.gongmail("account", "sent-as", role, "--withdraw", hong)
                            .err())
                    .contains("may not send as");
            assertThat(real.gongmail("account", "sent-as", "nobody@moe.gongmail.example")
                            .exit())
                    .isEqualTo(1);
        }
    }
}
