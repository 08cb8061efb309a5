package io.gongmail.bench;

/** How far a person has come, in the order of the way; the names between are states of an application. */
enum Stage {
    NOBODY,
    DRAFT,
    CONSENTED,
    VERIFIED,
    COMPLETED,
    SUBMITTED,
    PROVISIONED,
    WITH_PASSWORD;

    Stage next() {
        return this == WITH_PASSWORD ? this : values()[ordinal() + 1];
    }
}
