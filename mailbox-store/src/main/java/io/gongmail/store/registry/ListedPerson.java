package io.gongmail.store.registry;

/**
 * An account's holder as colleagues see them.
 *
 * @param name the holder's real name, as verified
 * @param agency the code of the agency
 * @param unit where in it, as told when that was reviewed last; may be empty
 * @param position the same; may be empty
 */
public record ListedPerson(
        Address address, String name, AccountType type, String agency, String unit, String position) {}
