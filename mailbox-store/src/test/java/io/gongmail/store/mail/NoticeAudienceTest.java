package io.gongmail.store.mail;

import static io.gongmail.store.mail.NoticeHome.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.FreshDatabase;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audience is there whole, or not at all, each of it once. */
class NoticeAudienceTest {
    private static final Username HONG = user(0);
    private static final Username KIM = user(1);
    private static final Username LEE = user(2);

    @TempDir
    Path folder;

    private NoticeHome home;

    @BeforeEach
    void open() throws Exception {
        home = new NoticeHome(folder, () -> FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8));
        home.officials(3);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private int changed(String sql) {
        return home.database.transact(tx -> tx.sql().execute(sql));
    }

    private int rows(String table) {
        return home.database.transact(
                tx -> tx.sql().fetch("SELECT 1 FROM " + table).size());
    }

    @Test
    void ofOneOfWhichAStopLeftAPartNothingIsLeft() throws Exception {
        home.post("n1", NoticeHome.users(5_000));
        changed("UPDATE notice SET stage = 0");
        assertThat(changed("DELETE FROM notice_audience WHERE first_member > 2000"))
                .isPositive();
        assertThat(rows("notice_audience")).isPositive();
        home.restart();
        assertThat(rows("notice")).isZero();
        assertThat(rows("notice_audience")).isZero();
        assertThat(home.post("n1", NoticeHome.users(5_000)).owed()).isEqualTo(5_000);
        assertThat(home.messages(LEE)).hasSize(1);
    }

    @Test
    void whoIsNamedTwiceOrInNoOrderHasItOnce() throws Exception {
        assertThat(home.post("n1", List.of(KIM, HONG, KIM, LEE, HONG)).audience())
                .isEqualTo(3);
        assertThat(home.post("n2", List.of(HONG, HONG)).audience()).isEqualTo(1);
        assertThat(home.messages(HONG)).hasSize(2);
        assertThat(home.messages(KIM)).hasSize(1);
        assertThat(home.states("n1").keySet()).containsExactlyInAnyOrder(HONG, KIM, LEE);
    }
}
