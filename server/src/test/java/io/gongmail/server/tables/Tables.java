package io.gongmail.server.tables;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the tables to {@code server/target/site} from the reports of the run that has just ended, and compares them with those in
 * {@code server/src/site}. A row whose test did not pass in the run, and a table that is another than the one that is kept, are told,
 * and the exit code is 1; versions of programs may be others.
 */
final class Tables {
    private static final int NO_COLUMN = Integer.MAX_VALUE - 1;

    private final Path project;

    private Tables(Path project) {
        this.project = project;
    }

    /** From the project's folder, or the one that is given. */
    public static void main(String[] arguments) throws IOException {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path project = Path.of(arguments.length == 0 ? "" : arguments[0]).toAbsolutePath();
        List<String> wrong = in(project, Programs::version);
        wrong.forEach(out::println);
        out.println(wrong.isEmpty() ? "every row is proved" : wrong.size() + " wrong");
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /**
     * What is wrong with the tables of a project by the reports in it; they are written in any case.
     *
     * @param version what a program says when it is asked by a command
     */
    static List<String> in(Path project, Function<String, String> version) throws IOException {
        return new Tables(project).written(version);
    }

    private List<String> written(Function<String, String> version) throws IOException {
        Reports reports = Reports.of(project);
        Proof proof = new Proof(reports::of);
        List<Page> pages = List.of(
                Clients.page(Clients.rows(), proof, version),
                Extensions.page(Extensions.rows(), proof),
                Comparison.page(Comparison.rows(), Extensions.rows(), proof),
                ImapScripts.page(ImapScripts.rows(), ImapScripts.differences(), reports, proof));
        List<String> wrong = new ArrayList<>(proof.lacking());
        for (Page page : pages) {
            Path target = project.resolve("server/target/site").resolve(page.file());
            Files.createDirectories(target.getParent());
            Files.writeString(target, page.written());
            if (!isKept(page)) {
                wrong.add("server/src/site/" + page.file() + " is another than " + project.relativize(target)
                        + "; where every row is proved, copy that over it");
            }
        }
        return wrong;
    }

    private boolean isKept(Page page) throws IOException {
        Path kept = project.resolve("server/src/site").resolve(page.file());
        return Files.exists(kept) && isSame(page, Files.readString(kept));
    }

    /** Whether a page says what that text says, but for versions of programs. */
    static boolean isSame(Page page, String text) {
        int column = page.file().equals(Clients.FILE) ? Clients.VERSION : NO_COLUMN;
        return Page.without(column, text).equals(Page.without(column, page.written()));
    }
}
