package io.gongmail.server.tables;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A test as a row names it: {@code imap.AppendTest}, {@code imap.AppendTest#theUidIsTold}, or one invocation of a parameterised one,
 * {@code smtp.ClientsTest#theRightCertificateSends[2]}. Names are told from {@code io.gongmail.server} on, and whole where a test is of
 * another module.
 *
 * @param type with its package, nested ones behind a dollar sign
 * @param method empty for all of the class
 * @param invocation from 1 on; 0 for all of the method
 */
record TestName(String type, String method, int invocation) {
    private static final String HALL = "io.gongmail.";
    private static final Pattern WRITTEN = Pattern.compile("([\\w.$]+)(?:#(\\w+)(?:\\[(\\d+)])?)?");

    /** Those of a cell, with commas between them. */
    static List<TestName> all(String cell) {
        return Stream.of(cell.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(TestName::of)
                .toList();
    }

    static TestName of(String written) {
        Matcher name = WRITTEN.matcher(written);
        if (!name.matches()) {
            throw new IllegalStateException("names no test: " + written);
        }
        String type = name.group(1).startsWith(HALL) ? name.group(1) : HALL + "server." + name.group(1);
        return new TestName(
                type,
                name.group(2) == null ? "" : name.group(2),
                name.group(3) == null ? 0 : Integer.parseInt(name.group(3)));
    }

    @Override
    public String toString() {
        String place = type.startsWith(HALL + "server.") ? type.substring(HALL.length() + 7) : type;
        return place + (method.isEmpty() ? "" : "#" + method) + (invocation == 0 ? "" : "[" + invocation + "]");
    }
}
