package io.gongmail.server.tables;

import java.util.List;
import java.util.function.Function;

/** The page of programs that were driven against the server, each with its version as it tells it itself. */
final class Clients {
    static final String FILE = "clients.md";
    /** Where versions stand, which are those of the machine. */
    static final int VERSION = 1;

    private Clients() {}

    static List<Row> rows() {
        return Definitions.read("clients.txt", 4, 4);
    }

    /** @param version what a program says when it is asked by that command */
    static Page page(List<Row> rows, Proof proof, Function<String, String> version) {
        Page page = new Page(
                FILE,
                "Mail programs",
                "Real programs that tests drive against a running server, with the right certificate and with wrong ones. A row stands here"
                        + " because its tests passed in the run that wrote this page; versions are those of the machine it ran on.");
        page.columns("program", "version", "what was driven", "tests", "in this run");
        for (Row row : rows) {
            Outcome outcome = proof.of(FILE, row, row.cell(3));
            page.row(List.of(
                    row.name(), version.apply(row.cell(1)), row.cell(2), Proof.shown(row.cell(3)), outcome.toString()));
        }
        return page;
    }
}
