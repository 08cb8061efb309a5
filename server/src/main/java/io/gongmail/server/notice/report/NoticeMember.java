package io.gongmail.server.notice.report;

import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.registry.Whereabouts.Desk;

/**
 * How a notice stands with one member of its audience.
 *
 * @param desk where the member is now
 */
public record NoticeMember(NoticeCopy copy, Desk desk) {}
