package io.gongmail.store.places;

/**
 * What was new about a place when it was seen.
 *
 * @param newNetwork the account was never seen in this network, but in others
 * @param newClient the account was never seen with this client, but with others
 * @param held it is not to be used before somebody confirms it
 */
public record Sighting(boolean newNetwork, boolean newClient, boolean held) {}
