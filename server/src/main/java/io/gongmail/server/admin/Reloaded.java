package io.gongmail.server.admin;

import java.util.List;

/**
 * What came of reading files again.
 *
 * @param inForce what was read and holds from now on
 * @param problems what was wrong, and what is kept therefore
 */
public record Reloaded(List<String> inForce, List<String> problems) {
    public Reloaded {
        inForce = List.copyOf(inForce);
        problems = List.copyOf(problems);
    }
}
