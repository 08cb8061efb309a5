package io.gongmail.store.registry;

/** How soon a notice goes, of those that may go. */
public enum NoticePriority {
    LOW,
    NORMAL,
    URGENT
}
