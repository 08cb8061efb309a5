package io.gongmail.store.mail.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders.Header;
import org.jspecify.annotations.Nullable;

/** A mail without its message, as JSON; attributes in James' own form. Thread-safe. */
final class EnvelopeJson {
    private final ObjectMapper json = new ObjectMapper();

    /** What of {@code mail} can be kept; attributes that James cannot serialise are left out, as with its own queues. */
    String write(Mail mail, UUID id) {
        ObjectNode root = json.createObjectNode();
        root.put("name", mail.getName());
        mail.getMaybeSender().asOptional().ifPresent(sender -> root.put("sender", sender.asString()));
        ArrayNode recipients = root.putArray("recipients");
        mail.getRecipients().forEach(recipient -> recipients.add(recipient.asString()));
        put(root, "state", mail.getState());
        put(root, "error", mail.getErrorMessage());
        put(root, "remoteHost", mail.getRemoteHost());
        put(root, "remoteAddr", mail.getRemoteAddr());
        Date updated = mail.getLastUpdated();
        if (updated != null) {
            root.put("updated", updated.getTime());
        }
        ObjectNode attributes = root.putObject("attributes");
        mail.attributes().forEach(attribute -> write(attributes, attribute));
        write(attributes, Delivery.mark(id));
        ArrayNode headers = root.putArray("headers");
        mail.getPerRecipientSpecificHeaders()
                .getHeadersByRecipient()
                .forEach((recipient, header) -> headers.addArray()
                        .add(recipient.asString())
                        .add(header.getName())
                        .add(header.getValue()));
        return root.toString();
    }

    private static void write(ObjectNode attributes, Attribute attribute) {
        attribute
                .getValue()
                .toJson()
                .ifPresent(value -> attributes.set(attribute.getName().asString(), value));
    }

    private static void put(ObjectNode root, String field, @Nullable String value) {
        if (value != null) {
            root.put(field, value);
        }
    }

    /** The mail again, still without its message. */
    MailImpl read(String text) {
        try {
            JsonNode root = json.readTree(text);
            MailImpl.Builder mail = MailImpl.builder().name(root.get("name").asText());
            if (root.has("sender")) {
                mail.sender(new MailAddress(root.get("sender").asText()));
            }
            List<MailAddress> recipients = new ArrayList<>();
            for (JsonNode recipient : root.get("recipients")) {
                recipients.add(new MailAddress(recipient.asText()));
            }
            mail.addRecipients(recipients);
            take(root, "state", mail::state);
            take(root, "error", mail::errorMessage);
            take(root, "remoteHost", mail::remoteHost);
            take(root, "remoteAddr", mail::remoteAddr);
            if (root.has("updated")) {
                mail.lastUpdated(new Date(root.get("updated").asLong()));
            }
            for (Map.Entry<String, JsonNode> attribute : root.get("attributes").properties()) {
                mail.addAttribute(new Attribute(
                        AttributeName.of(attribute.getKey()), AttributeValue.fromJson(attribute.getValue())));
            }
            for (JsonNode header : root.get("headers")) {
                mail.addHeaderForRecipient(
                        Header.builder()
                                .name(header.get(1).asText())
                                .value(header.get(2).asText())
                                .build(),
                        new MailAddress(header.get(0).asText()));
            }
            return mail.build();
        } catch (IOException | AddressException e) {
            throw new StoreException(Kind.BROKEN, "the envelope of a queued mail cannot be read", e);
        }
    }

    private static void take(JsonNode root, String field, Consumer<String> to) {
        if (root.has(field)) {
            to.accept(root.get(field).asText());
        }
    }
}
