package io.gongmail.store.loss;

import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import java.util.Random;

/** Chooses what goes wrong, by how many operations a schedule takes on its disk. */
final class Choice {
    private long usual = 300;

    Faults faults(Random random) {
        long at = 1 + random.nextLong(usual);
        int kind = random.nextInt(20);
        Random own = new Random(random.nextLong());
        if (kind < 13) {
            return Faults.crash(own, at);
        }
        if (kind < 17) {
            return Faults.failedSync(own, at);
        }
        if (kind < 19) {
            return Faults.full(own, at, at + 1 + random.nextLong(usual / 4));
        }
        return Faults.none();
    }

    void learn(Mount mount) {
        if (!mount.isCrashed() && !mount.hasSyncFailed()) {
            usual = Math.max(50, (usual * 3 + mount.operations()) / 4);
        }
    }
}
