package io.gongmail.server.portal;

/** One of a kind for each door. */
record ByDoor<T>(T atPublic, T atCertificate) {
    T at(Door door) {
        return door == Door.PUBLIC ? atPublic : atCertificate;
    }
}
