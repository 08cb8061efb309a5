/**
 * What must survive a restart? {@code db} holds the data source, {@code registry} who may, {@code mail} what they have;
 * registry and mail do not import each other. What takes long and can wait is done in {@link io.gongmail.store.Slices}.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store;
