package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.server.admin.AdminClient;
import io.gongmail.server.admin.Commands;
import io.gongmail.server.admin.Explaining;
import io.gongmail.server.admin.Here;
import io.gongmail.server.admin.LocalPart;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.Problem;
import io.gongmail.server.config.StoreConfig;
import io.gongmail.server.tls.ServerKey;
import io.gongmail.server.words.Words;
import io.gongmail.store.StoreException;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.personal.PersonalKeys;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: {@code start} and {@code config check} run here, everything else in the running server. */
public final class Main {
    private static final String SOCKET = "gongmail.sock";

    private final PrintWriter out;
    private final PrintWriter err;

    Main(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            Logger log = LoggerFactory.getLogger(Main.class);
            log.error("a fault of ours ended the thread {}", thread.getName(), fault);
        });
        int exit = new Main(
                        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8))
                .run(arguments);
        System.exit(exit);
    }

    /** Runs one command line and returns its exit code: 0 done, 1 could not, 2 wrong usage. */
    int run(String... arguments) {
        Here here = here();
        CommandLine line = Commands.forParsing(here)
                .addSubcommand(new Start())
                .addSubcommand(new CommandLine(new Config()).addSubcommand(new Check()));
        line.setOut(out).setErr(err);
        ParseResult parsed;
        try {
            parsed = line.parseArgs(arguments);
        } catch (ParameterException e) {
            err.println(e.getMessage());
            e.getCommandLine().usage(err);
            return 2;
        }
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        try {
            Object command = last.commandSpec().userObject();
            if (command instanceof Start start) {
                return start(conf(Optional.ofNullable(start.conf)));
            }
            if (command instanceof Check check) {
                return check(conf(Optional.ofNullable(check.conf)));
            }
            if (!last.commandSpec().subcommands().isEmpty()) {
                last.commandSpec().commandLine().usage(err);
                return 2;
            }
            if (Commands.runsHere(parsed)) {
                return Commands.runHere(here, arguments, out, err);
            }
            return inServer(parsed, last, arguments);
        } catch (IOException | StoreException | IllegalStateException | IllegalArgumentException e) {
            err.println("gongmail: " + e.getMessage());
            return 1;
        }
    }

    private static Here here() {
        Here.Issuers configured = conf -> Trust.certificates(
                config(conf(Optional.of(conf).filter(given -> !given.isEmpty()).map(Path::of)))
                        .pki());
        Here.KeyFiles keyFiles = new Here.KeyFiles() {
            @Override
            public Path personalData(String conf) throws IOException {
                return store(conf).personalDataKeys();
            }

            @Override
            public Optional<Path> contents(String conf) throws IOException {
                return store(conf).contentKeys();
            }

            private StoreConfig store(String conf) throws IOException {
                return config(conf(Optional.of(conf)
                                .filter(given -> !given.isEmpty())
                                .map(Path::of)))
                        .store();
            }
        };
        return new Here(
                new FileInputStream(FileDescriptor.in), configured, keyFiles, new SecureRandom(), Clock.systemUTC());
    }

    private int inServer(ParseResult parsed, ParseResult last, String[] arguments) throws IOException {
        Path conf = conf(Optional.ofNullable(last.matchedOptionValue("--conf", (String) null))
                .map(Path::of));
        GongmailConfig config = config(conf);
        AdminClient client = new AdminClient(config.server().data().resolve(SOCKET));
        Map<String, String> input =
                new LocalPart(client, new FileInputStream(FileDescriptor.in), new SecureRandom()).inputOf(parsed);
        AdminClient.Answer answer;
        try {
            answer = client.run(List.of(arguments), input, err::println);
        } catch (AdminClient.NobodyThere e) {
            if (Commands.runsAlone(parsed)) {
                return Commands.runAlone(explaining(config), arguments, input, out, err);
            }
            throw e;
        }
        answer.out().forEach(out::println);
        answer.err().forEach(err::println);
        return answer.exit();
    }

    /** By the files of the configuration, which are read when a certificate is there to be judged. */
    private static Explaining explaining(GongmailConfig config) {
        CertificateJudge judge = new CertificateJudge() {
            @Override
            public Verdict judge(PeerCertificate shown) {
                return trusted(judge -> judge.judge(shown));
            }

            @Override
            public List<String> evidence(PeerCertificate shown) {
                return trusted(judge -> judge.evidence(shown));
            }

            private <T> T trusted(Function<CertificateJudge, T> asked) {
                try (Trust trust = Trust.read(config.pki(), Clock.systemUTC(), new SecureRandom())) {
                    return asked.apply(trust.judge());
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
        };
        return Explaining.alone(Words.load(config.server().portal()), judge);
    }

    private int start(Path conf) throws IOException {
        CountDownLatch stopped = new CountDownLatch(1);
        Gongmail server = Gongmail.start(config(conf), Clock.systemUTC());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                        },
                        "stop"));
        out.println("ready");
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close();
        }
        return 0;
    }

    private int check(Path conf) {
        GongmailConfig.Reading reading = GongmailConfig.read(conf);
        List<Problem> problems = new ArrayList<>(reading.problems());
        reading.config()
                .map(config -> ServerKey.read(
                        config.tls().certificates(),
                        config.tls().keys(),
                        Clock.systemUTC().instant()))
                .map(ServerKey.Reading::problems)
                .orElse(List.of())
                .forEach(problem -> problems.add(new Problem(
                        conf.resolve("gongmail.ini"), "tls", problem.setting(), problem.wrong(), problem.allowed())));
        reading.config()
                .flatMap(Main::personalKeys)
                .ifPresent(wrong -> problems.add(new Problem(
                        conf.resolve("gongmail.ini"),
                        "store",
                        "personal-data-keys",
                        wrong,
                        "see 'gongmail personal-data --help'")));
        reading.config()
                .flatMap(config -> config.store().contentKeys())
                .flatMap(Main::contentKeys)
                .ifPresent(wrong -> problems.add(new Problem(
                        conf.resolve("gongmail.ini"),
                        "store",
                        "content-keys",
                        wrong,
                        "see 'gongmail store make-key --help'")));
        problems.forEach(err::println);
        if (problems.isEmpty()) {
            out.println(conf.resolve("gongmail.ini") + ": good");
        }
        return problems.isEmpty() ? 0 : 1;
    }

    /** What is wrong with the key file; a demo's may be missing, it is made with the demo. */
    private static Optional<String> personalKeys(GongmailConfig config) {
        Path file = config.store().personalDataKeys();
        if (config.server().mode() == Mode.DEMO && !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PersonalKeys.read(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> contentKeys(Path file) {
        try {
            ContentKeys.read(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static GongmailConfig config(Path conf) throws IOException {
        GongmailConfig.Reading reading = GongmailConfig.read(conf);
        List<String> problems = new ArrayList<>();
        reading.problems().forEach(problem -> problems.add(problem.toString()));
        return reading.config().orElseThrow(() -> new IOException(String.join("\n", problems)));
    }

    private static Path conf(Optional<Path> given) {
        String installation = System.getenv().getOrDefault("GONGMAIL_INSTALLATION", ".");
        return given.orElse(Path.of(installation, "conf")).toAbsolutePath().normalize();
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Runs the server in the foreground; says 'ready'.")
    static final class Start {
        @Option(names = "--conf", paramLabel = "DIR", description = "The configuration; default: the installation's.")
        @org.jspecify.annotations.Nullable
        Path conf;
    }

    @Command(name = "config", mixinStandardHelpOptions = true, description = "The configuration.")
    static final class Config {}

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Tells every problem at once: file, section, key, what is wrong, what is allowed.")
    static final class Check {
        @Option(names = "--conf", paramLabel = "DIR", description = "The configuration; default: the installation's.")
        @org.jspecify.annotations.Nullable
        Path conf;
    }
}
