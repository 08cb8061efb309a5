package io.gongmail.server.notice;

import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.config.NoticeConfig;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.NoticeAcceptance;
import java.time.Duration;

/**
 * What holds for notices.
 *
 * @param limits of an agency
 * @param ahead how far ahead one may be handed in
 */
public record NoticeRules(NoticeApproval approval, String folder, NoticeAcceptance.Limits limits, Duration ahead) {
    public static NoticeRules of(NoticeConfig config) {
        return new NoticeRules(
                config.approval(),
                config.folder(),
                new NoticeAcceptance.Limits(config.window(), config.pace(), config.quota()),
                config.ahead());
    }

    /** Whether a notice of such a sender goes without a second person. */
    boolean goesAlone(AccountType sender) {
        return switch (approval) {
            case ALL -> false;
            case PEOPLE -> sender == AccountType.AGENCY_RELAY;
            case NONE -> true;
        };
    }
}
