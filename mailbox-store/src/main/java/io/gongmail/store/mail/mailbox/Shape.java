package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.store.mail.model.Property;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.jspecify.annotations.Nullable;

/** Properties of a message as octets of the table. What would not fit into a row is left out, last first. */
final class Shape {
    static final int LARGEST = 32_000;

    private Shape() {}

    static byte[] written(Properties properties) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            for (Property property : properties.toProperties()) {
                byte[] value = property.getValue().getBytes(StandardCharsets.UTF_8);
                byte[] name = property.getLocalName().getBytes(StandardCharsets.UTF_8);
                byte[] space = property.getNamespace().getBytes(StandardCharsets.UTF_8);
                if (octets.size() + 12 + value.length + name.length + space.length > LARGEST) {
                    break;
                }
                write(out, space);
                write(out, name);
                write(out, value);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    static Properties read(byte @Nullable [] octets, @Nullable Long lines) {
        List<Property> properties = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(octets == null ? new byte[0] : octets))) {
            while (in.available() > 0) {
                properties.add(new Property(text(in), text(in), text(in)));
            }
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "the properties of a message are damaged", e);
        }
        return new Properties(properties, lines);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] octets = new byte[in.readInt()];
        in.readFully(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
