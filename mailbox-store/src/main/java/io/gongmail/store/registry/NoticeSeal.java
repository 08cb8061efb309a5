package io.gongmail.store.registry;

/**
 * What was handed out of a notice.
 *
 * @param sha256 of its octets, lower-case hexadecimal
 * @param auditNumber of the entry in the audit trail that holds it
 */
public record NoticeSeal(String sha256, long auditNumber) {}
