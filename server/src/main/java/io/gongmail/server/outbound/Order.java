package io.gongmail.server.outbound;

import com.google.common.io.ByteSource;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message, whom it is for, and how it may go there.
 *
 * @param sender the reverse path (RFC 5321 §4.1.1.2); empty where nothing is to come back
 * @param message as RFC 5322 has it; read more than once
 * @param tlsRequired whether it goes over TLS alone, to a server that has shown its name and does the same (RFC 8689)
 * @param priority from -9 to 9, told to servers that know of it (RFC 6710)
 */
public record Order(String sender, List<String> recipients, ByteSource message, boolean tlsRequired, int priority) {
    /** What can stand between angle brackets in a command and ends neither it nor them. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\p{Cntrl}<>]{1,256}@[^\\p{Cntrl}\\s<>@]{1,255}");

    public Order {
        recipients = List.copyOf(recipients);
    }

    /** The same for some of the recipients. */
    Order to(List<String> some) {
        return new Order(sender, some, message, tlsRequired, priority);
    }

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** RFC 6531 §3.3. */
    boolean isInternational() {
        return !isAscii(sender) || !recipients.stream().allMatch(Order::isAscii);
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
