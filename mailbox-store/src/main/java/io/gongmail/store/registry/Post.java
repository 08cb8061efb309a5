package io.gongmail.store.registry;

/**
 * Where in its agency an account's holder works, as told when that was reviewed last.
 *
 * @param unit may be empty, as may all
 */
public record Post(String unit, String position, String staffNumber) {}
