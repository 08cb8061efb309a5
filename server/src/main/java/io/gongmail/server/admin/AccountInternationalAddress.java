package io.gongmail.server.admin;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import io.gongmail.store.registry.InternationalAddresses;
import java.net.IDN;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Lists the Korean addresses of an account (RFC 6531); with --give or --withdraw changes them. Mail for one of them",
            "goes to the account, whose holder may write in its name. They are of the account's own domain; of a closed account",
            "they are kept until they are withdrawn."
        })
final class AccountInternationalAddress implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS", description = "Of the account, in US-ASCII.")
    private Address address = Address.of("nobody@invalid");

    @Option(names = "--give", paramLabel = "NAME", description = "Such as 홍길동, with the domain or without.")
    private @Nullable String given;

    @Option(names = "--withdraw", paramLabel = "NAME", description = "Which another account may have then.")
    private @Nullable String withdrawn;

    AccountInternationalAddress(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        InternationalAddresses names = context.services().registry().internationalAddresses();
        if (given != null && withdrawn != null) {
            return report.couldNot("one of --give and --withdraw at a time");
        }
        String written = given == null ? withdrawn : given;
        if (written != null) {
            Optional<InternationalAddress> name = name(written);
            if (name.isEmpty()) {
                return report.couldNot(
                        written + " is no Korean address: syllables of Hangul, a-z, 0-9, _ + - and single dots,"
                                + " at most 64 octets of UTF-8 before the @");
            }
            return given != null ? give(names, name.get()) : withdraw(names, name.get());
        }
        if (context.services().registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        names.of(address).forEach(name -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("address", address.toString());
            facts.put("name", name.toString());
            report.row(facts);
        });
        return 0;
    }

    private Optional<InternationalAddress> name(String written) {
        int at = written.lastIndexOf('@');
        try {
            return InternationalAddress.parse(
                    at < 0
                            ? written + "@" + address.domain()
                            : written.substring(0, at + 1) + IDN.toASCII(written.substring(at + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int give(InternationalAddresses names, InternationalAddress name) {
        return switch (names.give(address, name, Commands.ACTOR)) {
            case GIVEN -> report.done(address + " is " + name + " too");
            case HELD -> report.done(address + " is " + name + " already");
            case TAKEN -> report.couldNot(name + " is another account's");
            case NO_ACCOUNT -> report.couldNot("there is no open account " + address);
            case ANOTHER_DOMAIN -> report.couldNot(name + " is not of the domain " + address.domain());
            case TOO_MANY -> report.couldNot("an account has at most " + InternationalAddresses.MOST);
        };
    }

    private int withdraw(InternationalAddresses names, InternationalAddress name) {
        return names.withdraw(address, name, Commands.ACTOR)
                ? report.done(address + " is " + name + " no more")
                : report.couldNot(address + " is not " + name);
    }
}
