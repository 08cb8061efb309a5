/**
 * How mail programs are told of the service, so that nobody types servers and ports.
 *
 * <p>Invariant: every form is written from one {@link io.gongmail.server.clientsetup.MailService}, and none has a secret or tells
 * whether an address has an account: they are public.
 *
 * <pre>
 *                 ┌→ ThunderbirdAutoconfig   /mail/config-v1.1.xml, /.well-known/…
 *                 ├→ Autodiscover            /autodiscover/…, XML and the pointer to it in JSON
 *                 ├→ ConnectorSettings       for the connector, with the hashes of the server's keys
 * MailService ────┼→ AppleProfile            .mobileconfig, signed with the server's certificate
 *                 ├→ ThunderbirdFleet        policies.json and preferences, for whoever looks after many computers
 *                 └→ DnsRecords              what the administrator writes into the domain's zone
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.clientsetup;
