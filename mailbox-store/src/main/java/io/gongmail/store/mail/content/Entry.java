package io.gongmail.store.mail.content;

/** From before content is put until what refers to it is committed, or was given up; see {@link ContentStore#entering()}. */
public interface Entry extends AutoCloseable {
    /** Again is nothing. */
    @Override
    void close();
}
