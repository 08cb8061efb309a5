package io.gongmail.server.admin;

import io.gongmail.server.agency.ListFile;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.enrollment.Leavers;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.NoticeNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The nouns of administration. A fresh tree is made for each command line. */
public final class Commands {
    /** In the audit trail: whoever can open the socket. */
    static final String ACTOR = "administrator";

    private static final Set<String> ALONE = Set.of("reasons", "explain");
    private static final Set<String> HERE = Set.of("inspect", "convert", "verify");
    private static final Set<String> MADE_HERE = Set.of("make-key");

    private static final Context NO_SERVER = noServer(progress -> {});

    private Commands() {}

    @Command(
            name = "gongmail",
            mixinStandardHelpOptions = true,
            version = "Gongmail 0.1.0",
            description = "A mail server for public officials, opened by certificates of the administrative PKI.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:could not", "2:wrong usage"})
    static final class Root {}

    /**
     * What a command of one request works with.
     *
     * @param input what came with it: {@code signed}, {@code signed-new}, {@code certificate} (all base64), {@code list}
     *     (gzip, base64), {@code password}, {@code folder} (where the person is)
     * @param progress is told how far a long command is
     */
    record Context(
            Supplier<Administration> administration,
            Supplier<Explaining> explanation,
            Map<String, String> input,
            Consumer<String> progress) {
        Administration services() {
            return administration.get();
        }

        /** For commands that need no more than this. */
        Explaining explaining() {
            return explanation.get();
        }

        /** A file that was packed for the way; one that is larger than a list may be is cut one octet above that. */
        byte[] packed(String name) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(octets(name)))) {
                return in.readNBytes(ListFile.LARGEST + 1);
            } catch (IOException e) {
                throw new IllegalArgumentException("no packed file came with the command", e);
            }
        }

        /** A file that was named by the person. */
        Path file(Path named) {
            return Path.of(input.getOrDefault("folder", ""))
                    .toAbsolutePath()
                    .resolve(named)
                    .normalize();
        }

        byte[] octets(String name) {
            return Base64.getDecoder().decode(input.getOrDefault(name, ""));
        }
    }

    private static Context noServer(Consumer<String> progress) {
        return new Context(Commands::inTheServer, Commands::inTheServer, Map.of(), progress);
    }

    /** The tree of what a server does, for parsing and help alone; it cannot be executed. */
    public static CommandLine forParsing() {
        return tree(NO_SERVER, Optional.empty());
    }

    /** The same with what is done where the person is. */
    public static CommandLine forParsing(Here here) {
        return tree(NO_SERVER, Optional.of(here));
    }

    /** What is done with a person's own keys where the person is. The server's tree has none of it. */
    private static List<Object> keyCommands(Here here) {
        return List.of(new InspectKeys(here), new ConvertKeys(here), new VerifyKeys(here));
    }

    private static <T> T inTheServer() {
        throw new IllegalStateException("administration runs in the server");
    }

    /** Whether a command line needs no running server: it explains, by files alone. */
    public static boolean runsAlone(ParseResult parsed) {
        return is(parsed, "pki", ALONE);
    }

    /** Whether a command line is about keys or files that are here: it never goes to a server. */
    public static boolean runsHere(ParseResult parsed) {
        return is(parsed, "pki", HERE)
                || is(parsed, "personal-data", MADE_HERE)
                || is(parsed, "store", MADE_HERE)
                || isOfBackups(parsed);
    }

    /** To look at a backup, and to make a home of one, takes no server. */
    private static boolean isOfBackups(ParseResult parsed) {
        ParseResult noun = parsed.subcommand();
        return noun != null
                && ((noun.commandSpec().name().equals("backup")
                                && (noun.hasMatchedOption("--verify") || noun.hasMatchedOption("--list")))
                        || noun.hasMatchedOption("--home"));
    }

    private static boolean is(ParseResult parsed, String name, Set<String> verbs) {
        ParseResult noun = parsed.subcommand();
        ParseResult verb = noun == null ? null : noun.subcommand();
        return noun != null
                && verb != null
                && noun.commandSpec().name().equals(name)
                && verbs.contains(verb.commandSpec().name());
    }

    /** Runs a command line that {@link #runsHere}. */
    public static int runHere(Here here, String[] arguments, PrintWriter out, PrintWriter err) {
        return executed(tree(noServer(err::println), Optional.of(here)), arguments, out, err);
    }

    /** Runs a command line that {@link #runsAlone}. */
    public static int runAlone(
            Explaining explaining, String[] arguments, Map<String, String> input, PrintWriter out, PrintWriter err) {
        return executed(
                tree(new Context(Commands::inTheServer, () -> explaining, input, err::println), Optional.empty()),
                arguments,
                out,
                err);
    }

    /** Runs one command line; what it has to say goes to the writers. Returns the exit code. */
    static int run(
            Administration administration,
            String[] arguments,
            Map<String, String> input,
            Consumer<String> progress,
            PrintWriter out,
            PrintWriter err) {
        return executed(
                tree(
                        new Context(() -> administration, administration::explaining, input, progress),
                        Optional.empty(),
                        arguments.length == 0 ? "" : arguments[0]),
                arguments,
                out,
                err);
    }

    private static int executed(CommandLine line, String[] arguments, PrintWriter out, PrintWriter err) {
        line.setOut(out).setErr(err);
        return line.execute(arguments);
    }

    private static CommandLine tree(Context context, Optional<Here> here) {
        return tree(context, here, "");
    }

    /**
     * The tree for one command line.
     *
     * @param first the line's first word: where it is a noun the tree has no other, since to make all of them takes longer than most
     *     commands do
     */
    static CommandLine tree(Context context, Optional<Here> here, String first) {
        CommandLine root = new CommandLine(new Root());
        Map<String, Supplier<CommandLine>> nouns = nouns(context, here);
        Set<String> wanted = nouns.containsKey(first) ? Set.of(first) : nouns.keySet();
        wanted.forEach(noun ->
                root.addSubcommand(noun, Objects.requireNonNull(nouns.get(noun)).get()));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.registerConverter(
                Address.class,
                text -> Address.parse(text)
                        .orElseThrow(
                                () -> new CommandLine.TypeConversionException("'" + text + "' is not an address")));
        root.registerConverter(
                DataSize.class,
                text -> DataSize.parse(text)
                        .orElseThrow(() -> new CommandLine.TypeConversionException(
                                "'" + text + "' is not a size (B, KiB, MiB, GiB)")));
        root.registerConverter(
                ApplicationId.class,
                text -> ApplicationId.parse(text)
                        .orElseThrow(() -> new CommandLine.TypeConversionException(
                                "'" + text + "' is not the number of an application")));
        root.registerConverter(
                NoticeNumber.class,
                text -> NoticeNumber.parse(text)
                        .orElseThrow(() -> new CommandLine.TypeConversionException(
                                "'" + text + "' is not the number of a notice")));
        root.setExecutionExceptionHandler((fault, line, parsed) -> {
            if (fault instanceof ParameterException wrong) {
                throw wrong;
            }
            line.getErr()
                    .println(Optional.ofNullable(fault.getMessage())
                            .orElse(fault.getClass().getSimpleName()));
            return 1;
        });
        return root;
    }

    private static Map<String, Supplier<CommandLine>> nouns(Context context, Optional<Here> here) {
        Map<String, Supplier<CommandLine>> nouns = new LinkedHashMap<>();
        nouns.put(
                "account",
                () -> new CommandLine(new AccountCommands(context))
                        .addSubcommand("suspend-list", new LeaversList(context, Leavers.Wanted.SUSPEND))
                        .addSubcommand("close-list", new LeaversList(context, Leavers.Wanted.CLOSE))
                        .addSubcommand("quota", new AccountQuota(context))
                        .addSubcommand("deleted", new AccountDeleted(context))
                        .addSubcommand("undelete", new AccountUndelete(context))
                        .addSubcommand("export", new AccountExport(context))
                        .addSubcommand("import", new AccountImport(context))
                        .addSubcommand("release", new ReleaseAddress(context))
                        .addSubcommand("forwarding", new AccountForwarding(context))
                        .addSubcommand("sent-as", new AccountSentAs(context))
                        .addSubcommand("international-address", new AccountInternationalAddress(context)));
        nouns.put("binding", () -> new CommandLine(new BindingCommands(context)));
        nouns.put("application", () -> new CommandLine(new ApplicationCommands(context)));
        nouns.put(
                "agency",
                () -> new CommandLine(new AgencyCommands(context))
                        .addSubcommand("quota", new AgencyQuota(context))
                        .addSubcommand(new AgencyUnitCommands(context))
                        .addSubcommand(new AgencyRosterCommands(context)));
        nouns.put("audience", () -> new CommandLine(new AudienceCommands(context)));
        nouns.put(
                "notice",
                () -> new CommandLine(new NoticeCommands(context))
                        .addSubcommand("report", new NoticeReporting(context)));
        nouns.put("session", () -> new CommandLine(new SessionCommands(context)));
        nouns.put("audit", () -> new CommandLine(new AuditCommands(context)));
        nouns.put("queue", () -> new CommandLine(new QueueCommands(context)));
        nouns.put("client", () -> new CommandLine(new ClientCommands(context)));
        nouns.put("store", () -> {
            CommandLine store = new CommandLine(new StoreCommands(context));
            here.ifPresent(where -> store.addSubcommand(new MakeContentKey(where)));
            return store;
        });
        nouns.put("backup", () -> new CommandLine(new BackupCommand(context, here)));
        nouns.put("restore", () -> new CommandLine(new RestoreCommand(context)));
        nouns.put("personal-data", () -> {
            CommandLine personalData = new CommandLine(new PersonalDataCommands(context));
            here.ifPresent(where -> personalData.addSubcommand(new MakePersonalKey(where)));
            return personalData;
        });
        nouns.put("pki", () -> {
            CommandLine pki = new CommandLine(new PkiCommands(context));
            here.ifPresent(where -> keyCommands(where).forEach(pki::addSubcommand));
            return pki;
        });
        return nouns;
    }
}
