package io.gongmail.store.registry;

/**
 * How hard Argon2id works for one password (RFC 9106).
 *
 * @param memoryKiB 8 for each lane at least, at most 1 GiB
 * @param iterations 1 to 100
 * @param parallelism lanes, 1 to 16
 */
public record Argon2Parameters(int memoryKiB, int iterations, int parallelism) {
    /** 19 MiB, 2 iterations, 1 lane. */
    public static final Argon2Parameters DEFAULT = new Argon2Parameters(19_456, 2, 1);

    /** @throws IllegalArgumentException when a figure is out of its bounds */
    public Argon2Parameters {
        if (parallelism < 1
                || parallelism > 16
                || iterations < 1
                || iterations > 100
                || memoryKiB < 8 * parallelism
                || memoryKiB > 1_048_576) {
            throw new IllegalArgumentException("Argon2 parameters out of bounds");
        }
    }
}
