package io.gongmail.server.notice;

import java.time.Instant;
import java.util.UUID;

/**
 * A notice that is being written, as it was saved last.
 *
 * @param id stays through all of its saving, and is what its sender calls the notice it becomes
 */
public record UnsentNotice(UUID id, Instant saved, WrittenNotice notice) {}
