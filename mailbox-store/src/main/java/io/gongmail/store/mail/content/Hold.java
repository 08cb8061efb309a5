package io.gongmail.store.mail.content;

/** While it is open, no content is removed and none moves to another file; see {@link ContentStore#hold()}. */
public interface Hold extends AutoCloseable {
    /** Lets removal go on. Again is nothing. */
    @Override
    void close();
}
