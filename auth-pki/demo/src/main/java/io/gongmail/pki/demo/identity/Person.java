package io.gongmail.pki.demo.identity;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom a person says they are; the simulator believes it. */
record Person(String name, String birthDate, String gender, boolean foreigner, String carrier, String phone) {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}<>&\"]{1,60}");
    private static final Pattern DATE = Pattern.compile("[12][0-9]{3}-[01][0-9]-[0-3][0-9]");
    private static final Pattern PHONE = Pattern.compile("[0-9]{8,12}|");
    private static final Pattern CARRIER = Pattern.compile("[A-Za-z0-9 +-]{0,20}");

    /** From what was typed; empty when a field is missing or malformed. */
    static Optional<Person> of(Map<String, String> fields) {
        Person person = new Person(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("birthDate", ""),
                fields.getOrDefault("gender", ""),
                Boolean.parseBoolean(fields.getOrDefault("foreigner", "false")),
                fields.getOrDefault("carrier", ""),
                fields.getOrDefault("phone", ""));
        return Optional.of(person)
                .filter(one -> NAME.matcher(one.name).matches()
                        && DATE.matcher(one.birthDate).matches()
                        && (one.gender.equals("M") || one.gender.equals("F"))
                        && CARRIER.matcher(one.carrier).matches()
                        && PHONE.matcher(one.phone).matches());
    }
}
