/**
 * What one person's connector is told: a file of their own.
 *
 * <pre>
 * ~/.gongmail/connector.properties   mode 0600, UTF-8; keys and bounds: {@link io.gongmail.connector.settings.SettingKey}
 * ~/.gongmail/password               mode 0600, only where the person wants the certificate's password kept
 * ~/.gongmail/connector.log          what was told, within bounds
 *
 * SettingsFile → Reading(values, problems) → Settings
 * </pre>
 *
 * Invariant: a file with an unknown key, a value out of bounds or open to others is refused, all its problems told at
 * once; nothing runs on half of it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.connector.settings;
