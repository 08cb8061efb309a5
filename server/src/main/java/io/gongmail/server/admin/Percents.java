package io.gongmail.server.admin;

import io.gongmail.store.backup.Progress;
import java.util.function.Consumer;

/** Tells how far something is, once for each hundredth of it. For one thread. */
final class Percents implements Progress {
    private final Consumer<String> told;
    private String last = "";

    Percents(Consumer<String> told) {
        this.told = told;
    }

    @Override
    public void at(String doing, long done, long all) {
        String now = doing + " " + (all <= 0 ? 100 : done * 100 / all) + " %";
        if (!now.equals(last)) {
            last = now;
            told.accept(now);
        }
    }
}
