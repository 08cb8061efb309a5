package io.gongmail.server.config;

/** Whether the doors of what not everybody runs are open: the portal's, the directory's. */
public enum Doors {
    CLOSED,
    OPEN
}
