package io.gongmail.store.registry;

import java.time.Instant;

/** One step of a notice. The first one comes from SUBMITTED itself. */
public record NoticeStep(
        int version, OfficialNoticeState from, OfficialNoticeState to, String actor, Instant at, String reason) {}
