package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.store.StoreException;
import io.gongmail.store.db.OnPostgreSql;
import io.gongmail.store.db.PostgreSqlCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with its tables in a real PostgreSQL. */
@OnPostgreSql
class PostgreSqlTest {
    @TempDir
    Path home;

    private static void sends(Talk smtp, String name, String subject) throws IOException {
        String address = RealServer.address(name);
        smtp.says("MAIL FROM:<" + address + ">");
        smtp.hearsLine("250 ");
        smtp.says("RCPT TO:<" + address + ">");
        smtp.hearsLine("250 ");
        smtp.says("DATA");
        smtp.hearsLine("354 ");
        smtp.says("From: <" + address + ">\r\nSubject: " + subject + "\r\n\r\nhello\r\n.");
        smtp.hearsLine("250 ");
    }

    private static String subjects(Talk imap) throws IOException {
        imap.says("s1 SELECT INBOX");
        imap.hearsLine("s1 OK");
        imap.says("s2 FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]");
        return imap.hearsAll("s2 ");
    }

    private String section(String url) {
        return "[store]\ndatabase = " + url + "\n";
    }

    @Test
    void mailIsSentKeptAndThereAfterARestart() throws Exception {
        String url = PostgreSqlCluster.shared().empty();
        Issued hong;
        try (RealServer real = RealServer.open(home, Clock.systemUTC(), section(url))) {
            hong = real.enrolled("hong");
            try (Talk smtp = real.smtp("hong", hong);
                    Talk imap = real.imap("hong", hong)) {
                sends(smtp, "hong", "kept");
                await().untilAsserted(() -> assertThat(subjects(imap)).contains("Subject: kept"));
            }
            Said backup = real.gongmail("backup", home.resolve("backup").toString());
            assertThat(backup.exit()).isEqualTo(1);
            assertThat(backup.err()).contains("pg_dump");
            assertThatThrownBy(() -> Gongmail.start(second(), Clock.systemUTC()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another Gongmail process");
        }
        assertThat(home.resolve("data/database")).doesNotExist();
        try (RealServer real = RealServer.open(home, Clock.systemUTC(), section(url));
                Talk imap = real.imap("hong", hong)) {
            assertThat(subjects(imap)).contains("Subject: kept");
        }
    }

    /** The same database for another folder of data. */
    private GongmailConfig second() throws IOException {
        Path other = Files.createDirectories(home.resolve("other/conf"));
        for (String file : new String[] {"server.crt.pem", "server.key.pem", "lists.pem", "simulator.key"}) {
            Files.copy(home.resolve("conf").resolve(file), other.resolve(file));
        }
        Files.createSymbolicLink(home.resolve("other/pki"), home.resolve("pki"));
        Files.writeString(other.resolve("gongmail.ini"), Files.readString(home.resolve("conf/gongmail.ini")));
        return GongmailConfig.read(other).config().orElseThrow();
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() throws Exception {
        assertThatThrownBy(() ->
                        RealServer.open(home, Clock.systemUTC(), section("jdbc:postgresql://127.0.0.1:1/nothing")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("[store] database: PostgreSQL cannot be reached");
    }
}
