package io.gongmail.store.mail.content;

/** Where in the segments bytes stand: the offset of the first of them, after the frame's head. */
record Place(int segment, long offset, int length) {
    long end() {
        return offset + length;
    }
}
