package io.gongmail.server.tables;

import java.util.List;

/**
 * One row as it is defined.
 *
 * @param section under whose heading it stands
 */
record Row(String section, List<String> cells) {
    /** What stands in that place, or the empty string where the row ends before it. */
    String cell(int at) {
        return at < cells.size() ? cells.get(at) : "";
    }

    /** What it is called. */
    String name() {
        return cell(0);
    }

    @Override
    public String toString() {
        return section.isEmpty() ? name() : section + ", " + name();
    }
}
