package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.disk.Disk;
import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DerbyOnLossyDiskTest {
    @Test
    void aDatabaseWhoseLogFailedIsNotBootedAgainByWhoConnectsNext() {
        Disk disk = new Disk();
        try (DerbyOnDisk derby = DerbyOnDisk.open(disk.boot(Faults.none()))) {
            insert(derby, 1);
        }
        Mount failing = disk.boot(Faults.crash(new Random(1), openingOf(disk) + 1));
        DerbyOnDisk derby = DerbyOnDisk.open(failing);
        assertThatThrownBy(() -> insert(derby, 2)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> insert(derby, 3))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("must be started again");
        assertThatThrownBy(() -> derby.database().connection()).hasMessageContaining("must be started again");
        derby.close();
        disk.losePower(new Random(1));
        try (DerbyOnDisk again = DerbyOnDisk.open(disk.boot(Faults.none()))) {
            insert(again, 4);
        }
    }

    @Test
    void whatAKilledProcessLeftInMemoryIsSyncedBeforeItIsBelieved() throws Exception {
        Disk disk = new Disk();
        DerbyOnDisk.open(disk.boot(Faults.none())).close();
        Mount killed = disk.boot(Faults.none());
        java.nio.file.Path page = killed.files().getPath("/db/seg0/page");
        java.nio.file.Files.write(page, new byte[] {7});
        disk.killPrograms();
        Mount next = disk.boot(Faults.none());
        DerbySource.syncAll(next.files().getPath("/db"));
        for (int seed = 0; seed < 8; seed++) {
            disk.losePower(new Random(seed));
        }
        assertThat(java.nio.file.Files.readAllBytes(
                        disk.boot(Faults.none()).files().getPath("/db/seg0/page")))
                .containsExactly(7);
    }

    @AfterAll
    static void leaveTheEngineToOthers() {
        DerbyOnDisk.bootEngine();
    }

    private static long openingOf(Disk disk) {
        Disk copy = disk.copy();
        Mount mount = copy.boot(Faults.none());
        DerbyOnDisk derby = DerbyOnDisk.open(mount);
        long operations = mount.operations();
        derby.close();
        return operations;
    }

    private static void insert(DerbyOnDisk derby, int number) {
        derby.database()
                .transact(tx -> tx.sql()
                        .execute("INSERT INTO subscription (user_name, mailbox) VALUES ('hong', 'box" + number + "')"));
    }
}
