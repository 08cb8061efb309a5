package io.gongmail.server.tables;

import java.util.List;

/** The page of what the server announces: a row for each extension, with its RFC and the test that proves it. */
final class Extensions {
    static final String FILE = "extensions.md";

    private Extensions() {}

    static List<Row> rows() {
        return Definitions.read("extensions.txt", 4, 4);
    }

    static Page page(List<Row> rows, Proof proof) {
        Page page = new Page(
                FILE,
                "Extensions",
                "What the server announces to whom, each with the test that talks it over a real TLS connection as its RFC has it. Nothing is"
                        + " announced that has no row here (`TablesTest`), and no row stands here whose test did not pass in the run that wrote"
                        + " this page. Tests are told from `io.gongmail.server` on.");
        String section = "";
        for (Row row : rows) {
            if (!row.section().equals(section)) {
                section = row.section();
                page.heading(section);
                page.columns("extension", "where it is laid down", "what it is for", "tests", "in this run");
            }
            Outcome outcome = proof.of(FILE, row, row.cell(2));
            page.row(List.of(
                    "`" + row.name() + "`", row.cell(1), row.cell(3), Proof.shown(row.cell(2)), outcome.toString()));
        }
        return page;
    }
}
