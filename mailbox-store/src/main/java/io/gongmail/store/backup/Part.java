package io.gongmail.store.backup;

import io.gongmail.store.mail.content.Sha256;

/** Some octets of a file, kept by their hash. */
record Part(long size, Sha256 hash) {}
