package io.gongmail.server.smtp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/**
 * The handlers of the listener, by name, in order. James asks for classes by name: a name that is not here, as one from a
 * configuration would be, is refused.
 */
final class SubmissionHandlers implements ProtocolHandlerLoader {
    private final Map<String, Supplier<ProtocolHandler>> handlers = new LinkedHashMap<>();

    SubmissionHandlers add(Supplier<ProtocolHandler> handler) {
        ProtocolHandler made = handler.get();
        handlers.put(made.getClass().getName(), () -> made);
        return this;
    }

    @Override
    public ProtocolHandler load(String name, Configuration config) throws LoadingException {
        if (name.equals(Names.class.getName())) {
            return new Names(List.copyOf(handlers.keySet()));
        }
        Supplier<ProtocolHandler> handler = handlers.get(name);
        if (handler == null) {
            throw new LoadingException("no handler of the name " + name);
        }
        try {
            ProtocolHandler made = handler.get();
            made.init(config);
            return made;
        } catch (ConfigurationException e) {
            throw new LoadingException("handler " + name + " cannot be set up", e);
        }
    }

    /** What James calls a package of handlers: their names. */
    static final class Names implements HandlersPackage {
        private final List<String> names;

        Names(List<String> names) {
            this.names = names;
        }

        @Override
        public List<String> getHandlers() {
            return names;
        }
    }
}
