package io.gongmail.server.delivery;

import io.gongmail.store.registry.Forwardings;
import io.gongmail.store.registry.Vacations;

/**
 * What is asked for mail that comes to an account whose owner wants more than to keep it.
 *
 * @param vacations what owners have answered while they are away
 * @param forwardings where they have their mail forwarded to
 * @param policy where they may
 * @param filter what they have decided for each mail
 */
public record Reactions(Vacations vacations, Forwardings forwardings, ForwardingPolicy policy, OwnFilter filter) {}
