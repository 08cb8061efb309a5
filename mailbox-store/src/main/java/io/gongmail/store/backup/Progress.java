package io.gongmail.store.backup;

/** Is told how far something long has come, now and then; what it throws ends the work. */
@FunctionalInterface
public interface Progress {
    Progress UNTOLD = (doing, done, all) -> {};

    /**
     * @param doing what, in a few words
     * @param done octets, of {@code all}
     */
    void at(String doing, long done, long all);
}
