package io.gongmail.server.admin;

import io.gongmail.store.registry.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Sets the address of a closed account free, once it has rested; the server does so by itself within the hour. The",
            "account is kept under another address. Before the rest is over it is refused: see address-rest."
        })
final class ReleaseAddress implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @Option(names = "--reason", required = true)
    private String reason = "";

    ReleaseAddress(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return report.told(
                context.services().words(),
                context.services().departed().release(address, Commands.ACTOR, reason),
                aside -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("address", address.toString());
                    facts.put("aside", aside.account().address().toString());
                    facts.put("closed", aside.closed().toString());
                    report.whole(facts);
                });
    }
}
