package io.gongmail.server.portal;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * One row of the table of routes: where it is, who may, and what answers.
 *
 * @param path as Javalin has it, {@code {name}} standing for one part of it
 * @param byDomains whether it is also under the names that programs make of a mail domain's
 * @param takes NOTHING is GET, all others are POST
 */
record Route(String path, Set<Door> doors, Who who, Takes takes, boolean byDomains, Function<Visit, Answer> answers) {
    static final Set<Door> EVERY_DOOR = EnumSet.allOf(Door.class);

    Route {
        doors = Set.copyOf(doors);
    }

    Route(String path, Set<Door> doors, Who who, Takes takes, Function<Visit, Answer> answers) {
        this(path, doors, who, takes, false, answers);
    }

    /** What programs look for: at the public door, for anyone, and by the domains' names as well. */
    static Route forPrograms(String path, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(Door.PUBLIC), Who.ANYONE, Takes.NOTHING, true, answers);
    }

    /** What is seen. */
    static Route page(String path, Door door, Who who, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(door), who, Takes.NOTHING, answers);
    }

    /** What is done. */
    static Route form(String path, Door door, Who who, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(door), who, Takes.FORM, answers);
    }

    /** What is done with a file. */
    static Route upload(String path, Door door, Who who, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(door), who, Takes.UPLOAD, answers);
    }

    /** What is done with files that may be large. */
    static Route files(String path, Door door, Who who, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(door), who, Takes.FILES, answers);
    }

    /** What programs send a document to, and are answered by: as {@link #forPrograms}. */
    static Route document(String path, Function<Visit, Answer> answers) {
        return new Route(path, Set.of(Door.PUBLIC), Who.ANYONE, Takes.DOCUMENT, true, answers);
    }

    String method() {
        return takes == Takes.NOTHING ? "GET" : "POST";
    }
}
