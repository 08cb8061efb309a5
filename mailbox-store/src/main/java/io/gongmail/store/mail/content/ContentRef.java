package io.gongmail.store.mail.content;

/** Names bytes in the {@link ContentStore}: their hash and how many they are. */
public record ContentRef(Sha256 hash, long size) {
    public ContentRef {
        if (size < 0) {
            throw new IllegalArgumentException("a size is not negative: " + size);
        }
    }
}
