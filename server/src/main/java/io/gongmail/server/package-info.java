/** What people and machines see. This package puts the rooms together, top to bottom, and takes them apart in reverse. */
@org.jspecify.annotations.NullMarked
package io.gongmail.server;
