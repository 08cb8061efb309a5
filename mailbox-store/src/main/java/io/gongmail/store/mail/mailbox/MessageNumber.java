package io.gongmail.store.mail.mailbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import org.apache.james.mailbox.model.MessageId;

/** A message's id, 128 bits: when it was made, in milliseconds, and 64 random bits. */
public record MessageNumber(long time, long random) implements MessageId {
    /** Makes new ones and reads what {@link #serialize} wrote. Thread-safe. */
    public static final class Factory implements MessageId.Factory {
        private final Clock clock;
        private final SecureRandom random;

        public Factory(Clock clock, SecureRandom random) {
            this.clock = clock;
            this.random = random;
        }

        @Override
        public MessageNumber fromString(String serialized) {
            if (serialized.length() != 32) {
                throw new IllegalArgumentException("a message id has 32 hexadecimal digits: " + serialized);
            }
            return new MessageNumber(
                    HexFormat.fromHexDigitsToLong(serialized, 0, 16),
                    HexFormat.fromHexDigitsToLong(serialized, 16, 32));
        }

        @Override
        public MessageNumber generate() {
            return new MessageNumber(clock.millis(), random.nextLong());
        }
    }

    @Override
    public String serialize() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(time) + hex.toHexDigits(random);
    }

    @Override
    public boolean isSerializable() {
        return true;
    }

    @Override
    public String toString() {
        return serialize();
    }
}
