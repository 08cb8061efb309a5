package io.gongmail.server.smtp;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the listener asks others.
 *
 * @param servesDomain whether mail for a domain, lower case, is delivered here
 * @param postmasterDomain whose postmaster is meant where no domain is named (RFC 5321 §4.5.1)
 * @param isRecipient whether an address of such a domain has a mailbox that takes mail
 * @param international whose an address is that has letters beyond US-ASCII before the {@code @}; empty where it is nobody's
 * @param goesElsewhere whether mail of who has signed in is sent on to a domain, lower case, that is not served here
 * @param words the English sentence of a code with its remedy, ending in {@code (G-nnn)}, US-ASCII
 */
public record SubmissionRules(
        Predicate<String> servesDomain,
        String postmasterDomain,
        Predicate<Address> isRecipient,
        Function<InternationalAddress, Optional<Address>> international,
        Predicate<String> goesElsewhere,
        UnaryOperator<String> words) {}
