package io.gongmail.store.registry;

import java.util.OptionalLong;

/**
 * A step of a notice in its chain.
 *
 * @param hash over the step before and this one, lower-case hexadecimal; empty for one of before there were chains
 * @param auditNumber of its entry in the audit trail
 */
public record NoticeLink(NoticeStep step, String hash, OptionalLong auditNumber) {}
