package io.gongmail.store.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One PostgreSQL for all tests of this process, without syncs; it ends with the process. Thread-safe. */
public final class PostgreSqlCluster {
    static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    static final String USER = "gongmail";
    private static final String MIGRATED = "migrated";
    private static final int ATTEMPTS = 3;

    private static PostgreSqlCluster shared;

    private final Path programs;
    private final Path folder;
    private int port;
    private boolean migrated;
    private int databases;

    private PostgreSqlCluster(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** Where its programs are; empty where it is not installed. */
    static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of this process, started when it is first asked for. */
    public static synchronized PostgreSqlCluster shared() {
        if (shared == null) {
            Path programs = programs()
                    .orElseThrow(() -> new AssertionError(
                            "PostgreSQL is not installed under " + DEBIAN + "; apt-get install postgresql"));
            try {
                shared = start(programs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::stop, "postgresql-stop"));
        }
        return shared;
    }

    private static PostgreSqlCluster start(Path programs) throws IOException {
        // Not below the build: PostgreSQL runs as another user where this is root.
        Path folder = Files.createTempDirectory("gongmail-postgresql");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        PostgreSqlCluster cluster = new PostgreSqlCluster(programs, folder);
        cluster.run("initdb", "-D", folder + "/data", "-A", "trust", "-U", USER, "--locale=C.UTF-8", "-N");
        cluster.begin();
        return cluster;
    }

    /** Somebody else may take a port that was free a moment ago: then there are others. */
    private void begin() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            try {
                run(
                        "pg_ctl",
                        "-D",
                        folder + "/data",
                        "-o",
                        "-p " + port + " -k " + folder
                                + " -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
                        "-l",
                        folder + "/log",
                        "-w",
                        "start");
                return;
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void stop() {
        try {
            run("pg_ctl", "-D", folder + "/data", "-m", "immediate", "stop");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("gongmail-postgresql", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(program + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(program + " was interrupted", e);
        }
        Files.delete(said);
    }

    /** The URL of another database with nothing in it. */
    public synchronized String empty() {
        return create("");
    }

    /** The URL of another database that is migrated and has nothing in it. */
    public synchronized String fresh() {
        if (!migrated) {
            execute("CREATE DATABASE " + MIGRATED);
            Database.openPostgreSql(url(MIGRATED), USER, "", 2).close();
            migrated = true;
        }
        return create(" TEMPLATE " + MIGRATED);
    }

    private String create(String clause) {
        String name = "test" + ++databases;
        execute("CREATE DATABASE " + name + clause);
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Opens the database at a URL from here. */
    public static Database open(String url, int connections) {
        return Database.openPostgreSql(url, USER, "", connections);
    }
}
