package io.gongmail.server.config;

/** Whether the portal's doors are open. */
public enum Doors {
    CLOSED,
    OPEN
}
